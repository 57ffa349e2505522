//! The sockets on which a sound server of this machine may listen.

use std::io;
use std::net::{SocketAddr, TcpStream};
use std::os::fd::OwnedFd;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use rustix::io::retry_on_intr;
use rustix::net::sockopt::{self, Timeout};
use rustix::net::{
    self, AddressFamily, RecvFlags, SendFlags, SocketAddrUnix, SocketFlags, SocketType,
};

use super::client::variable;

const PORT: u16 = 4713;

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Address {
    Path(PathBuf),
    Loopback(SocketAddr),
}

/// A connection on which every call ends at its deadline.
pub(super) struct Socket(OwnedFd);

/// Connects to a server of this user.
pub(super) fn connect(named: Option<&str>, deadline: Instant) -> Result<Socket, String> {
    let addresses = match named {
        Some(server) => local_addresses(server)?,
        None => default_addresses(),
    };
    let mut failure = String::new();
    for address in addresses {
        match Socket::connect(&address, deadline) {
            Ok(socket) => return Ok(socket),
            Err(error) => failure = connection_error(&address, &error),
        }
    }
    Err(failure)
}

fn default_addresses() -> Vec<Address> {
    let runtime = variable("PULSE_RUNTIME_PATH").map(|path| PathBuf::from(path).join("native"));
    let user = nix::unistd::getuid().as_raw();
    let session = variable("XDG_RUNTIME_DIR")
        .map_or_else(|| format!("/run/user/{user}").into(), PathBuf::from)
        .join("pulse/native");
    let paths = runtime.into_iter().chain([session]);
    paths.map(Address::Path).collect()
}

/// The addresses on this machine in a list like that of `PULSE_SERVER`.
fn local_addresses(server: &str) -> Result<Vec<Address>, String> {
    let addresses: Vec<Address> = server.split_whitespace().filter_map(address).collect();
    if addresses.is_empty() {
        return Err(format!(
            "the sound server is set to \"{}\", and only one on this machine is used, \
             as unix:/PATH or tcp:127.0.0.1:PORT",
            super::cut(server)
        ));
    }
    Ok(addresses)
}

/// The address on this machine that an entry means: `unix:/PATH`, `/PATH`,
/// `tcp:HOST:PORT`, `tcp4:` and `tcp6:`, or `HOST:PORT`, each optionally after a
/// machine id in braces. No other host is looked up: that could take any time.
fn address(entry: &str) -> Option<Address> {
    let entry = entry.rsplit_once('}').map_or(entry, |(_, entry)| entry);
    let path = entry.strip_prefix("unix:").unwrap_or(entry);
    if path.starts_with('/') {
        return Some(Address::Path(path.into()));
    }
    let mut kinds = ["tcp:", "tcp4:", "tcp6:"].into_iter();
    let host = kinds.find_map(|kind| entry.strip_prefix(kind));
    let host = host.unwrap_or(entry).to_ascii_lowercase();
    let host = host.replacen("localhost", "127.0.0.1", 1);
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let usual = || Some(SocketAddr::new(bare.parse().ok()?, PORT));
    let address: SocketAddr = host.parse().ok().or_else(usual)?;
    let is_here = address.ip().to_canonical().is_loopback();
    is_here.then_some(Address::Loopback(address))
}

fn connection_error(address: &Address, error: &io::Error) -> String {
    let address = match address {
        Address::Path(path) => path.display().to_string(),
        Address::Loopback(address) => address.to_string(),
    };
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused => {
            format!("no PulseAudio or PipeWire server at {address}")
        }
        _ if is_timeout(error) => format!("the sound server at {address} doesn't answer"),
        _ => format!("the sound server at {address} can't be reached: {error}"),
    }
}

pub(super) fn is_timeout(error: &io::Error) -> bool {
    use io::ErrorKind::{TimedOut, WouldBlock};
    matches!(error.kind(), WouldBlock | TimedOut)
}

impl Socket {
    /// Even this needs a limit: a frozen server lets all but a few wait.
    fn connect(address: &Address, deadline: Instant) -> io::Result<Self> {
        match address {
            Address::Path(path) => {
                let family = AddressFamily::UNIX;
                let flags = SocketFlags::CLOEXEC;
                let socket = net::socket_with(family, SocketType::STREAM, flags, None)?;
                set_deadline(&socket, Timeout::Send, deadline)?;
                net::connect(&socket, &SocketAddrUnix::new(path)?)?;
                // Every message then has the user's credentials, by which a server
                // accepts its own user without a cookie. Otherwise the system adds
                // them after the server has asked, perhaps after the first message.
                sockopt::set_socket_passcred(&socket, true)?;
                Ok(Self(socket))
            }
            Address::Loopback(address) => {
                let stream = TcpStream::connect_timeout(address, time_left(deadline)?)?;
                // A request after samples must not wait for the next packet.
                stream.set_nodelay(true)?;
                Ok(Self(stream.into()))
            }
        }
    }

    pub(super) fn send(&self, mut bytes: &[u8], deadline: Instant) -> io::Result<()> {
        while !bytes.is_empty() {
            set_deadline(&self.0, Timeout::Send, deadline)?;
            match retry_on_intr(|| net::send(&self.0, bytes, SendFlags::NOSIGNAL))? {
                0 => return Err(io::ErrorKind::WriteZero.into()),
                sent => bytes = &bytes[sent..],
            }
        }
        Ok(())
    }

    pub(super) fn receive(&self, count: usize, deadline: Instant) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; count];
        let mut received = 0;
        while received < count {
            set_deadline(&self.0, Timeout::Recv, deadline)?;
            let rest = &mut bytes[received..];
            match retry_on_intr(|| net::recv(&self.0, &mut *rest, RecvFlags::empty()))? {
                (0, _) => return Err(io::ErrorKind::UnexpectedEof.into()),
                (more, _) => received += more,
            }
        }
        Ok(bytes)
    }
}

fn set_deadline(fd: &OwnedFd, calls: Timeout, deadline: Instant) -> io::Result<()> {
    let left = time_left(deadline)?;
    Ok(sockopt::set_socket_timeout(fd, calls, Some(left))?)
}

/// The time until a deadline, never zero, which to the system would mean no limit.
fn time_left(deadline: Instant) -> io::Result<Duration> {
    let left = deadline.saturating_duration_since(Instant::now());
    let left = Some(left).filter(|left| !left.is_zero());
    left.ok_or(io::ErrorKind::TimedOut.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_servers_on_this_machine() {
        let path = || Some(Address::Path("/run/p/native".into()));
        assert_eq!(address("unix:/run/p/native"), path());
        assert_eq!(address("/run/p/native"), path());
        assert_eq!(address("{0f1e}unix:/run/p/native"), path());
        for (entry, wanted) in [
            ("tcp:127.0.0.1:4714", "127.0.0.1:4714"),
            ("tcp4:127.0.0.1:4714", "127.0.0.1:4714"),
            ("{0f1e}tcp:127.1.2.3", "127.1.2.3:4713"),
            ("127.0.0.1:1", "127.0.0.1:1"),
            ("tcp6:[::1]:4714", "[::1]:4714"),
            ("tcp:[::1]", "[::1]:4713"),
            ("::1", "[::1]:4713"),
            ("tcp:localhost", "127.0.0.1:4713"),
            ("LOCALHOST:9", "127.0.0.1:9"),
        ] {
            let wanted = Address::Loopback(wanted.parse().expect("an address"));
            assert_eq!(address(entry), Some(wanted), "{entry}");
        }
    }

    #[test]
    fn no_other_machine_is_spoken_to() {
        for entry in [
            "tcp:elsewhere:4713",
            "elsewhere",
            "tcp:192.0.2.1:4713",
            "tcp6:[2001:db8::1]:4713",
            "tcp:localhost:99999",
            "tcp:localhost.example.org:4713",
            "tcp:",
            "unix:",
            "unix:p/native",
        ] {
            assert_eq!(address(entry), None, "{entry}");
        }
        let other = local_addresses("tcp:nas:4713").expect_err("another machine");
        assert!(other.starts_with("the sound server is set to \"tcp:nas:4713\", and only one"));
        let one = local_addresses("tcp:nas unix:/run/p/native").expect("one of two is here");
        assert_eq!(one.len(), 1);
    }
}
