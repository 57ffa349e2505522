//! Over ssh: a server on this machine, with keys that are thrown away.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Child, Stdio};

use rustix::process::Signal;

use super::{LONG, SHORT, home, session, sleeps, with_session};
use crate::harness::{Home, Run, have, skip};
use crate::pty::eventually;
use crate::pty::screen::Window;

/// A server for this person alone.
struct Server {
    process: Child,
    /// What connects to it.
    ssh: String,
}

impl Server {
    /// `None`, said loudly, where one can't be had.
    fn start(home: &Home) -> Option<Self> {
        if !have(&["sshd", "ssh", "ssh-keygen"]) {
            return None;
        }
        let file = |name: &str| home.path().join(name);
        for key in ["host", "key"] {
            let mut keygen = home.program("ssh-keygen");
            let made = keygen
                .args(["-q", "-t", "ed25519", "-N", "", "-f", key])
                .output();
            Run::new(&made.expect("ssh-keygen runs")).success();
        }
        // Nobody listens there now; whoever takes it in between fails the test.
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        drop(listener);
        let settings = format!(
            "ListenAddress 127.0.0.1:{port}\nHostKey {}\nAuthorizedKeysFile {}\nPidFile none\nUsePAM no\nStrictModes no\nPermitRootLogin yes\nPasswordAuthentication no\n",
            file("host").display(),
            file("key.pub").display(),
        );
        fs::write(file("sshd_config"), settings).expect("a file");
        if rustix::process::geteuid().is_root() {
            // A server of root's changes into it, and starts without it nowhere.
            let folder = PathBuf::from("/run/sshd");
            fs::create_dir_all(&folder).expect("/run/sshd");
            let mine = fs::Permissions::from_mode(0o755);
            fs::set_permissions(folder, mine).expect("/run/sshd is root's");
        }
        let log = fs::File::create(file("sshd.log")).expect("a log");
        let process = home
            .program(&full_path("sshd"))
            .args(["-D", "-e", "-f"])
            .arg(file("sshd_config"))
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("sshd starts");
        let ssh = format!(
            "ssh -F none -i '{}' -p {port} -o IdentitiesOnly=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR 127.0.0.1",
            file("key").display()
        );
        let mut server = Self { process, ssh };
        eventually("the server listens", || {
            let ended = server
                .process
                .try_wait()
                .expect("a child can be waited for");
            let log = fs::read_to_string(file("sshd.log")).unwrap_or_default();
            assert!(ended.is_none(), "sshd ended: {log}");
            TcpStream::connect(("127.0.0.1", port)).ok()
        });
        let Some(lack) = server.lacks_terminals(home) else {
            return Some(server);
        };
        // Root's server can do it on any system, others' on most.
        assert!(!rustix::process::geteuid().is_root(), "{lack}");
        skip(&format!("terminals from this person's own sshd: {lack}"));
        None
    }

    /// Why it gives nobody a terminal; `None` if it does.
    fn lacks_terminals(&self, home: &Home) -> Option<String> {
        let line = format!("{} true", self.ssh.replacen("ssh ", "ssh -tt ", 1));
        let output = home.program("sh").args(["-c", &line]).output();
        if output.expect("sh runs").status.success() {
            return None;
        }
        let log = fs::read_to_string(home.path().join("sshd.log"));
        Some(log.unwrap_or_default())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Where a program is: sshd insists on being started by its whole path.
fn full_path(program: &str) -> String {
    let path = std::env::var("PATH").unwrap_or_default();
    let places = path.split(':').map(|folder| format!("{folder}/{program}"));
    let there = |place: &String| fs::metadata(place).is_ok();
    places.into_iter().find(there).expect("it was found before")
}

/// How the session that was recorded last ended.
fn recorded(home: &Home) -> Option<String> {
    let mut folder = fs::read_dir(home.path().join("data/journal")).ok()?;
    let file = folder.find_map(Result::ok)?;
    let text = fs::read_to_string(file.path()).ok()?;
    let record: serde_json::Value = serde_json::from_str(text.lines().last()?).ok()?;
    record["outcome"].as_str().map(str::to_owned)
}

#[test]
fn with_and_without_a_terminal() {
    let home = with_session(home(SHORT));
    let Some(server) = Server::start(&home) else {
        return;
    };
    let bed = format!("{} \"{}\"", server.ssh, session(&home, "bed"));
    let output = home.program("sh").args(["-c", &bed]).output();
    let run = Run::new(&output.expect("sh runs")).success();
    assert!(sleeps(&home), "{run:#?}");
    // In words, as for a log.
    let words = "Short night.\nHold: Elevation, 1 second.\nDone. Held for 1 second.\n";
    assert_eq!(run.stdout, words);
    assert!(run.stderr.lines().count() <= 1, "{run:#?}");

    fs::remove_file(home.path().join("systemctl")).expect("a note");
    let bed = bed.replacen("ssh ", "ssh -t ", 1);
    let screen = Window::new(80, 24).run_line(&home, &bed);
    screen.wait_for("Short night: Done.");
    screen.wait_for("[exit 0]");
    screen.assert_given_back();
    assert!(sleeps(&home));
}

#[test]
fn a_key_and_a_lost_connection_let_the_machine_stay_awake() {
    let home = with_session(home(LONG));
    let Some(server) = Server::start(&home) else {
        return;
    };
    let bed = format!("{} \"{}\"", server.ssh, session(&home, "bed"));
    let bed = bed.replacen("ssh ", "ssh -t ", 1);
    let screen = Window::new(80, 24).run_line(&home, &bed);
    screen.wait_for("Next: done");
    screen.press_and_wait("q", "Long night: Stopped early.");
    screen.wait_for("[exit 3]");
    screen.assert_given_back();
    assert_eq!(recorded(&home).as_deref(), Some("quit"));

    let mut screen = Window::new(80, 24).run_line(&home, &bed);
    screen.wait_for("Next: done");
    // The window is closed, and ssh with it: a shell that ends passes it on.
    screen.signal(Signal::HUP);
    screen.close();
    eventually("the routine ends", || {
        recorded(&home).filter(|outcome| outcome == "interrupted")
    });
    assert!(!sleeps(&home));
}
