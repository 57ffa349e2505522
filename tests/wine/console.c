/* Runs a program in a console of its own and tells what it does to it. The Windows
 * tests start it; see tests/console.rs. It is no part of the program.
 *
 *     console.exe ACTION... -- PROGRAM ARGUMENT...
 *
 * An action may be, in the order in which they are done:
 *
 *     start        starts the program; the actions before are done before
 *     taken        waits until it takes the keys
 *     modes NAME   prints the modes of the console, input and output
 *     key C,T,S    presses and lets go a key: code, what it types, what is held
 *     event N      has the system tell it of an event: 0 Ctrl-C, 1 Ctrl-Break, 2 the
 *                  window closes, 5 log-off, 6 shut-down. As the system does, it is
 *                  ended when its handler returns after 2 and above, or 5 s later
 *     end          waits for its end and prints its exit code
 *
 * What it prints: the modes at the first character that the program writes to the
 * console, and what the actions print. The console is a pseudo console, since
 * without a display Wine has no other. */
#define _WIN32_WINNT 0x0A00
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef PROC_THREAD_ATTRIBUTE_PSEUDOCONSOLE
#define PROC_THREAD_ATTRIBUTE_PSEUDOCONSOLE 0x00020016
#endif

static const DWORD PATIENCE = 30000;
static FILE *report;
static HANDLE input, output;
static PROCESS_INFORMATION program;

static void fail(const char *what)
{
    fprintf(report ? report : stdout, "FAILED: %s, error %lu\n", what, GetLastError());
    if (report) fclose(report);
    if (program.hProcess) TerminateProcess(program.hProcess, 1);
    ExitProcess(1);
}

static void modes(const char *name)
{
    DWORD in = 0, out = 0;
    if (!GetConsoleMode(input, &in) || !GetConsoleMode(output, &out)) fail("GetConsoleMode");
    fprintf(report, "%s: in %lx, out %lx\n", name, in, out);
}

/* As the address of a function of the system, which is the same in every program. */
static BYTE *system_function(const char *name)
{
    return (BYTE *)(void *)GetProcAddress(GetModuleHandleA("kernelbase.dll"), name);
}

/* Runs the program up to the first character that it writes to the console. */
static void run_to_first_write(void)
{
    BYTE *write = system_function("WriteConsoleW"), before = 0, stop = 0xcc;
    DEBUG_EVENT event;
    BOOL is_set = FALSE;
    for (;;) {
        DWORD answer = DBG_CONTINUE;
        if (!WaitForDebugEvent(&event, PATIENCE)) fail("nothing was written");
        if (event.dwDebugEventCode == EXIT_PROCESS_DEBUG_EVENT) {
            ContinueDebugEvent(event.dwProcessId, event.dwThreadId, answer);
            return;
        }
        if (event.dwDebugEventCode == EXCEPTION_DEBUG_EVENT) {
            EXCEPTION_RECORD *what = &event.u.Exception.ExceptionRecord;
            answer = DBG_EXCEPTION_NOT_HANDLED;
            if (what->ExceptionCode == EXCEPTION_BREAKPOINT && !is_set) {
                /* The system's own, before the program begins. */
                ReadProcessMemory(program.hProcess, write, &before, 1, NULL);
                is_set = WriteProcessMemory(program.hProcess, write, &stop, 1, NULL);
                if (!is_set) fail("WriteProcessMemory");
                answer = DBG_CONTINUE;
            } else if (what->ExceptionCode == EXCEPTION_BREAKPOINT && what->ExceptionAddress == write) {
                HANDLE thread = OpenThread(THREAD_ALL_ACCESS, FALSE, event.dwThreadId);
                CONTEXT context = { 0 };
                context.ContextFlags = CONTEXT_CONTROL;
                modes("first write");
                WriteProcessMemory(program.hProcess, write, &before, 1, NULL);
                GetThreadContext(thread, &context);
                context.Rip = (DWORD64)write;
                SetThreadContext(thread, &context);
                CloseHandle(thread);
                DebugSetProcessKillOnExit(FALSE);
                ContinueDebugEvent(event.dwProcessId, event.dwThreadId, DBG_CONTINUE);
                if (!DebugActiveProcessStop(event.dwProcessId)) fail("DebugActiveProcessStop");
                return;
            }
        }
        ContinueDebugEvent(event.dwProcessId, event.dwThreadId, answer);
    }
}

static void start(char *command)
{
    STARTUPINFOA how = { .cb = sizeof how, .dwFlags = STARTF_USESTDHANDLES };
    how.hStdInput = input;
    how.hStdOutput = how.hStdError = output;
    if (!CreateProcessA(NULL, command, NULL, NULL, TRUE, DEBUG_ONLY_THIS_PROCESS, NULL, NULL, &how, &program))
        fail("CreateProcess");
    run_to_first_write();
}

static void taken(void)
{
    DWORD in = 0;
    for (DWORD waited = 0; waited < PATIENCE; waited += 5) {
        if (GetConsoleMode(input, &in) && !(in & ENABLE_ECHO_INPUT)) return;
        Sleep(5);
    }
    fail("the keys were not taken");
}

static void key(const char *which)
{
    INPUT_RECORD press[2] = { 0 };
    unsigned code, typed, held;
    DWORD count;
    if (sscanf(which, "%x,%x,%x", &code, &typed, &held) != 3) fail("no such key");
    for (int i = 0; i < 2; i++) {
        KEY_EVENT_RECORD *one = &press[i].Event.KeyEvent;
        press[i].EventType = KEY_EVENT;
        one->bKeyDown = i == 0;
        one->wRepeatCount = 1;
        one->wVirtualKeyCode = code;
        one->uChar.UnicodeChar = typed;
        one->dwControlKeyState = held;
    }
    if (!WriteConsoleInputW(input, press, 2, &count)) fail("WriteConsoleInput");
}

static void event(int number)
{
    LPTHREAD_START_ROUTINE routine = (LPTHREAD_START_ROUTINE)(void *)system_function("CtrlRoutine");
    HANDLE told = CreateRemoteThread(program.hProcess, NULL, 0, routine, (void *)(UINT_PTR)number, 0, NULL);
    DWORD code = 0;
    if (!told) fail("CreateRemoteThread");
    if (number < 2) return;
    /* Where the program ends by itself, its code is also that of its threads; the
     * function ends with 1. */
    WaitForSingleObject(told, 5000);
    GetExitCodeThread(told, &code);
    if (code != 1 && code != STILL_ACTIVE) return;
    fprintf(report, "ended by the system\n");
    TerminateProcess(program.hProcess, 0xc000013a);
}

static void end(void)
{
    DWORD code = 0;
    if (WaitForSingleObject(program.hProcess, PATIENCE) != WAIT_OBJECT_0) fail("it goes on");
    GetExitCodeProcess(program.hProcess, &code);
    fprintf(report, "exit code: %lu\n", code);
}

static HANDLE console(const char *name)
{
    SECURITY_ATTRIBUTES inherited = { sizeof inherited, NULL, TRUE };
    HANDLE opened = CreateFileA(name, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, &inherited, OPEN_EXISTING, 0, NULL);
    if (opened == INVALID_HANDLE_VALUE) fail("there is no console");
    return opened;
}

/* In the console: does what was asked for. */
static int inside(int count, char **words, char *command)
{
    report = fopen(getenv("LEGREST_PROBE_REPORT"), "w");
    if (!report) return 1;
    input = console("CONIN$");
    output = console("CONOUT$");
    for (int i = 0; i < count; i++) {
        if (!strcmp(words[i], "start")) start(command);
        else if (!strcmp(words[i], "taken")) taken();
        else if (!strcmp(words[i], "modes")) modes(words[++i]);
        else if (!strcmp(words[i], "key")) key(words[++i]);
        else if (!strcmp(words[i], "event")) event(atoi(words[++i]));
        else if (!strcmp(words[i], "end")) end();
        else fail(words[i]);
    }
    fclose(report);
    return 0;
}

static DWORD WINAPI swallow(void *from)
{
    char bytes[4096];
    DWORD count;
    while (ReadFile(from, bytes, sizeof bytes, &count, NULL) && count) { }
    return 0;
}

/* Starts this program again in a console of its own, and prints its report. */
static int outside(void)
{
    typedef HRESULT (WINAPI *create_console)(COORD, HANDLE, HANDLE, DWORD, void **);
    create_console create = (create_console)(void *)GetProcAddress(GetModuleHandleA("kernel32.dll"), "CreatePseudoConsole");
    HANDLE to_read, to_write, from_read, from_write;
    COORD size = { 100, 30 };
    void *pseudo = NULL;
    SIZE_T bytes = 0;
    STARTUPINFOEXA how = { .StartupInfo = { .cb = sizeof how } };
    PROCESS_INFORMATION child;
    char place[MAX_PATH + 1], line[1024];
    DWORD code = 1;

    GetTempFileNameA(".", "con", 0, place);
    SetEnvironmentVariableA("LEGREST_PROBE_REPORT", place);
    CreatePipe(&to_read, &to_write, NULL, 0);
    CreatePipe(&from_read, &from_write, NULL, 0);
    if (!create || FAILED(create(size, to_read, from_write, 0, &pseudo))) fail("CreatePseudoConsole");
    CreateThread(NULL, 0, swallow, from_read, 0, NULL);
    InitializeProcThreadAttributeList(NULL, 1, 0, &bytes);
    how.lpAttributeList = malloc(bytes);
    InitializeProcThreadAttributeList(how.lpAttributeList, 1, 0, &bytes);
    UpdateProcThreadAttribute(how.lpAttributeList, 0, PROC_THREAD_ATTRIBUTE_PSEUDOCONSOLE, pseudo, sizeof pseudo, NULL, NULL);
    if (!CreateProcessA(NULL, GetCommandLineA(), NULL, NULL, FALSE, EXTENDED_STARTUPINFO_PRESENT, NULL, NULL, &how.StartupInfo, &child))
        fail("CreateProcess");
    WaitForSingleObject(child.hProcess, 4 * PATIENCE);
    GetExitCodeProcess(child.hProcess, &code);
    report = fopen(place, "r");
    while (report && fgets(line, sizeof line, report)) fputs(line, stdout);
    if (report) fclose(report);
    DeleteFileA(place);
    return (int)code;
}

int main(int count, char **words)
{
    char *command = strstr(GetCommandLineA(), " -- ");
    int actions = 1;
    if (!getenv("LEGREST_PROBE_REPORT")) return outside();
    while (actions < count && strcmp(words[actions], "--")) actions++;
    return command ? inside(actions - 1, words + 1, command + 4) : 1;
}
