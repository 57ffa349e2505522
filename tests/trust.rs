//! The config file names programs: it is used only where nobody else could have
//! written it.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::path::{Path, PathBuf};

use nix::unistd::{Gid, Group, User, geteuid};

use crate::harness::{Home, LEGREST, Run, skip};

const HOOKED: &str = "[hooks]\non_start = [\"touch\", \"called\"]\n";
const ROUTINE: &str = "title = 'T'\n[[step]]\nname = 'A'\nhold = '1s'\n";

fn home() -> Home {
    Home::new()
        .with_routine("t", ROUTINE)
        .with_folder("elsewhere")
        .with_folder("between")
}

fn play(home: &Home) -> Run {
    home.run("routine t --speed 1000 -q --display none")
}

#[track_caller]
fn assert_obeyed(what: &str, home: &Home) {
    play(home).success();
    assert!(home.path().join("called").exists(), "{what}: not obeyed");
    fs::remove_file(home.path().join("called")).expect("it was there");
}

/// Fails unless the config is refused for this reason, by all that read it.
#[track_caller]
fn assert_refused(what: &str, home: &Home, reason: &str) {
    for run in [play(home), home.run("config"), home.run("sounds")] {
        assert_eq!(run.code, Some(1), "{what}: {run:#?}");
        run.mentions("the config file is not used");
        assert!(run.stderr.contains(reason), "{what}: {run:#?}");
        run.mentions("help: look whether");
    }
    // Nor does anybody put work into it first.
    let run = home.run_with("config --edit", &[("EDITOR", "touch called; false")]);
    assert_eq!(run.code, Some(1), "{what}: {run:#?}");
    assert!(run.stderr.contains(reason), "{what}: {run:#?}");
    assert!(!home.path().join("called").exists(), "{what}: obeyed");
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("an own file");
}

/// The ways in which a config is found: as a file, and by links; each with all
/// that must be the person's own for it.
fn layouts() -> Vec<(Home, Vec<PathBuf>)> {
    let plain = home().with_file("config/config.toml", HOOKED);
    let linked = home().with_file("elsewhere/real.toml", HOOKED);
    let twice = home().with_file("elsewhere/real.toml", HOOKED);
    let link = |home: &Home, target: &str, link: &str| {
        symlink(target, home.path().join(link)).expect("a link");
    };
    link(&linked, "../elsewhere/real.toml", "config/config.toml");
    link(&twice, "../between/link.toml", "config/config.toml");
    let target = twice.path().join("elsewhere/real.toml");
    symlink(target, twice.path().join("between/link.toml")).expect("a link");
    let paths = |home: &Home, all: &[&str]| all.iter().map(|it| home.path().join(it)).collect();
    let of_plain = paths(&plain, &["config", "config/config.toml"]);
    let of_linked = paths(&linked, &["config", "elsewhere", "elsewhere/real.toml"]);
    let of_twice = paths(
        &twice,
        &["config", "between", "elsewhere", "elsewhere/real.toml"],
    );
    vec![(plain, of_plain), (linked, of_linked), (twice, of_twice)]
}

#[test]
fn what_another_user_owns_is_refused_and_what_root_owns_is_not() {
    if !geteuid().is_root() {
        skip("the rights of root, to give files away");
        return;
    }
    let nobody = User::from_name("nobody").expect("users").expect("nobody");
    for (home, parts) in layouts() {
        assert_obeyed("all own", &home);
        for part in &parts {
            let what = part.display().to_string();
            chown(part, Some(nobody.uid.as_raw()), None).expect("root gives away");
            assert_refused(&what, &home, "belongs to the user nobody");
            chown(part, Some(0), None).expect("root takes back");
        }
        for link in ["config/config.toml", "between/link.toml"] {
            let link = home.path().join(link);
            if link.is_symlink() {
                let owner = |uid| std::os::unix::fs::lchown(&link, Some(uid), None);
                owner(nobody.uid.as_raw()).expect("root gives away");
                assert_refused("a link", &home, "belongs to the user nobody");
                owner(0).expect("root takes back");
            }
        }
        assert_obeyed("all own again", &home);
    }
}

#[test]
fn what_others_can_write_to_is_refused() {
    for (home, parts) in layouts() {
        for part in &parts {
            let what = part.display().to_string();
            let before = fs::metadata(part).expect("it is there").permissions();
            set_mode(part, before.mode() | 0o002);
            assert_refused(&what, &home, "anybody on this machine can write");
            fs::set_permissions(part, before).expect("as it was");
        }
        assert_obeyed("as it was", &home);
    }
}

#[test]
fn a_group_may_write_only_where_its_owner_is_alone_in_it() {
    let us = geteuid();
    let own = User::from_uid(us).ok().flatten();
    let own_group = own.as_ref().and_then(|user| {
        let group = Group::from_gid(user.gid).ok().flatten();
        group.filter(|group| group.name == user.name && group.mem.is_empty())
    });
    let (Some(own_group), true) = (own_group, us.is_root()) else {
        skip("the rights of root, and a group of root's own");
        return;
    };
    let other = (1..1000).find_map(|gid| Group::from_gid(Gid::from_raw(gid)).ok().flatten());
    let other = other.expect("another group");
    for (home, parts) in layouts() {
        for part in &parts {
            let what = part.display().to_string();
            let before = fs::metadata(part).expect("it is there").permissions();
            set_mode(part, before.mode() | 0o020);
            let give = |gid: Gid| chown(part, None, Some(gid.as_raw())).expect("root gives");
            give(own_group.gid);
            assert_obeyed(&what, &home);
            give(other.gid);
            let reason = format!("the group {} can write to", other.name);
            assert_refused(&what, &home, &reason);
            give(own_group.gid);
            fs::set_permissions(part, before).expect("as it was");
        }
    }
}

#[test]
fn a_folder_like_tmp_is_fine() {
    let home = home().with_file("config/config.toml", HOOKED);
    set_mode(&home.path().join("config"), 0o1777);
    assert_obeyed("sticky", &home);
}

/// Runs a line of shell with an umask that forbids nothing.
fn with_no_umask(home: &Home, line: &str) -> Run {
    let line = format!("umask 000; {line}");
    let mut command = home.program("sh");
    let output = command.args(["-c", &line]).env("LEGREST", LEGREST).output();
    Run::new(&output.expect("sh runs"))
}

#[test]
fn no_umask_makes_a_config_that_is_refused() {
    // Editors write into the file, or put another in its place.
    for editor in [
        "sed -i 's/^# volume = 75/volume = 20/'",
        "sh -c 'echo volume = 20 >\"$0.new\"; chmod 666 \"$0.new\"; mv \"$0.new\" \"$0\"'",
        // What is not valid stays as a draft.
        "sh -c 'echo volume = 200 >\"$0\"; chmod 666 \"$0\"'",
    ] {
        let home = Home::new();
        fs::remove_dir_all(home.path().join("config")).expect("an empty folder");
        let edit = |editor: &str| {
            let quoted = editor.replace('\'', r"'\''");
            let line = format!("EDITOR='{quoted}' \"$LEGREST\" config --edit");
            with_no_umask(&home, &line)
        };
        let run = edit(editor);
        let is_valid = !editor.contains("200");
        assert_eq!(run.code, Some(if is_valid { 0 } else { 2 }), "{run:#?}");
        if !is_valid {
            edit("sh -c 'echo volume = 20 >\"$0\"'").success();
        }
        let run = home.run("config").success();
        run.says("config file, line ");
        edit("sed -i s/20/30/").success();
        assert!(home.read("config/config.toml").contains("volume = 30"));
    }
    // Nor does a routine make such a folder.
    let home = Home::new();
    fs::remove_dir_all(home.path().join("config")).expect("an empty folder");
    with_no_umask(&home, "\"$LEGREST\" new mine").success();
    let home = home.with_file("config/config.toml", "volume = 20\n");
    set_mode(&home.path().join("config/config.toml"), 0o644);
    home.run("config").success();
}
