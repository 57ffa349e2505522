/* The one function that Rust asks for chance, which Debian 12's Wine lacks. */
__declspec(dllimport) unsigned char __stdcall SystemFunction036(void *to, unsigned long bytes);
__declspec(dllexport) int __stdcall ProcessPrng(unsigned char *to, unsigned long long bytes)
{
    return SystemFunction036(to, (unsigned long)bytes);
}
