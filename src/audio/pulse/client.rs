//! The person's settings for all clients of the sound server.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use etcetera::{BaseStrategy, choose_base_strategy};

use crate::file;

/// The length of a cookie, in bytes. Servers hang up on any other.
const COOKIE: usize = 256;
/// More than any cookie or `client.conf` takes.
const LARGEST: u64 = 64 << 10;

/// What a variable says, or else a key in the `client.conf`.
pub(super) fn setting(name: &str, key: &str) -> Option<OsString> {
    variable(name).or_else(|| in_conf(&conf(), key).map(OsString::from))
}

/// The cookie that proves whose program this is. Without one, zeros are sent: on
/// a socket in the user's own folder, most servers don't check it.
pub(super) fn cookie() -> Vec<u8> {
    let named = setting("PULSE_COOKIE", "cookie-file").map(PathBuf::from);
    let home = env::home_dir().map(|home| home.join(".pulse-cookie"));
    let usual = folder().map(|folder| folder.join("cookie"));
    let paths = named.into_iter().chain(usual).chain(home);
    let files = paths.filter_map(|path| file::read(&path, LARGEST).ok());
    let mut cookies = files.filter_map(|file| file.first_chunk::<COOKIE>().copied());
    cookies.next().unwrap_or([0; COOKIE]).to_vec()
}

pub(super) fn variable(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

fn folder() -> Option<PathBuf> {
    Some(choose_base_strategy().ok()?.config_dir().join("pulse"))
}

/// The text of the person's own `client.conf`, or else of the system's.
fn conf() -> String {
    let named = variable("PULSE_CLIENTCONFIG").map(PathBuf::from);
    let own = folder().map(|folder| folder.join("client.conf"));
    let paths = named.into_iter().chain(own);
    let mut paths = paths.chain(["/etc/pulse/client.conf".into()]);
    let text = paths.find_map(|path| file::read(&path, LARGEST).ok());
    String::from_utf8_lossy(&text.unwrap_or_default()).into_owned()
}

fn in_conf(conf: &str, key: &str) -> Option<String> {
    let lines = conf.lines().map(str::trim);
    let lines = lines.filter(|line| !line.starts_with(['#', ';']));
    let pairs = lines.filter_map(|line| line.split_once('='));
    let mut values = pairs.filter(|(name, _)| name.trim() == key);
    let value = values.next_back().map(|(_, value)| value.trim())?;
    Some(value.to_owned()).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::in_conf;

    #[test]
    fn a_conf_is_read_as_its_other_readers_do() {
        let conf = "; default-sink = a\n# default-sink = b\n default-sink=c\n\
                    default-sink =  usb = 1 \r\ndefault-server =\ncookie-file";
        assert_eq!(in_conf(conf, "default-sink").as_deref(), Some("usb = 1"));
        assert_eq!(in_conf(conf, "default-server"), None);
        assert_eq!(in_conf(conf, "cookie-file"), None);
    }
}
