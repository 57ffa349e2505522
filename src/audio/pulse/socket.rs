//! Where a server listens, and how to get in.

use std::env;
use std::ffi::OsString;
use std::io;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::net::sockopt::{self, Timeout};
use rustix::net::{self, AddressFamily, SocketAddrUnix, SocketFlags, SocketType};

/// A connection to the server of this user, on which everything is given up
/// that takes longer than `limit`.
pub(super) fn connect(limit: Duration) -> Result<UnixStream, String> {
    connect_to_any(&sockets()?, limit)
}

/// Where a server may listen, best first, as its own programs look for it.
fn sockets() -> Result<Vec<PathBuf>, String> {
    if let Some(server) = variable("PULSE_SERVER") {
        let server = server.to_string_lossy();
        let paths: Vec<PathBuf> = server.split_whitespace().filter_map(unix_socket).collect();
        if paths.is_empty() {
            return Err(format!(
                "PULSE_SERVER is \"{server}\", and only servers on this machine are spoken to"
            ));
        }
        return Ok(paths);
    }
    let runtime = variable("PULSE_RUNTIME_PATH").map(|path| PathBuf::from(path).join("native"));
    let user = nix::unistd::getuid().as_raw();
    let session = variable("XDG_RUNTIME_DIR")
        .map_or_else(|| format!("/run/user/{user}").into(), PathBuf::from)
        .join("pulse/native");
    Ok(runtime.into_iter().chain([session]).collect())
}

/// The socket in an entry of `PULSE_SERVER`: `unix:PATH` or `/PATH`, perhaps
/// after the machine it is for in braces.
fn unix_socket(entry: &str) -> Option<PathBuf> {
    let address = entry.rsplit_once('}').map_or(entry, |(_, address)| address);
    let path = address.strip_prefix("unix:").unwrap_or(address);
    path.starts_with('/').then(|| path.into())
}

/// Connects to the first that takes us, waiting no longer than `limit` for each.
fn connect_to_any(paths: &[PathBuf], limit: Duration) -> Result<UnixStream, String> {
    let mut reason = "no sound server is known here".to_owned();
    for path in paths {
        match connect_to(path, limit) {
            Ok(socket) => return Ok(socket),
            Err(error) => reason = no_server(path, &error),
        }
    }
    Err(reason)
}

/// A server that is frozen takes a few connections and then lets all others
/// wait, so that even connecting needs a limit. It holds for every later read
/// and write as well.
fn connect_to(path: &Path, limit: Duration) -> io::Result<UnixStream> {
    let socket = net::socket_with(
        AddressFamily::UNIX,
        SocketType::STREAM,
        SocketFlags::CLOEXEC,
        None,
    )?;
    sockopt::set_socket_timeout(&socket, Timeout::Send, Some(limit))?;
    sockopt::set_socket_timeout(&socket, Timeout::Recv, Some(limit))?;
    net::connect(&socket, &SocketAddrUnix::new(path)?)?;
    Ok(UnixStream::from(socket))
}

fn no_server(path: &Path, error: &io::Error) -> String {
    let path = path.display();
    match error.kind() {
        io::ErrorKind::NotFound => format!("no PulseAudio or PipeWire server at {path}"),
        io::ErrorKind::WouldBlock => format!("the sound server at {path} doesn't answer"),
        _ => format!("the sound server at {path} can't be reached: {error}"),
    }
}

/// What a server asks for to know its user. Most don't.
pub(super) fn cookie() -> Option<Vec<u8>> {
    let own = variable("PULSE_COOKIE").map(PathBuf::from);
    let home = env::home_dir();
    let usual = [".config/pulse/cookie", ".pulse-cookie"];
    own.into_iter()
        .chain(
            home.iter()
                .flat_map(|home| usual.map(|path| home.join(path))),
        )
        .find_map(|path| std::fs::read(path).ok())
}

fn variable(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::unix_socket;
    use std::path::PathBuf;

    #[test]
    fn addresses_of_servers_on_this_machine() {
        let path = Some(PathBuf::from("/run/p/native"));
        assert_eq!(unix_socket("unix:/run/p/native"), path);
        assert_eq!(unix_socket("/run/p/native"), path);
        assert_eq!(unix_socket("{0f1e}unix:/run/p/native"), path);
        assert_eq!(unix_socket("tcp:elsewhere:4713"), None);
        assert_eq!(unix_socket("elsewhere"), None);
    }
}
