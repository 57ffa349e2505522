//! Whether somebody else could have written the config file, which names
//! programs that run as the person.
//!
//! What counts is who owns and who can write: the file itself, the folder in
//! which it is found, and each link on the way to it with the folder of what it
//! leads to. Folders above those don't matter: whoever can put another folder
//! there owns it, and so it is refused.

use std::fs::{self, Metadata};
use std::path::Path;

use nix::unistd::{Gid, Group, Uid, User};

use crate::error::Error;
use crate::private;

const ALL_WRITE: u32 = 0o002;
const GROUP_WRITE: u32 = 0o020;
/// In a folder with this bit people can put files, but not over those of others.
const STICKY: u32 = 0o1000;
/// More links in a row than any system follows.
const MAX_LINKS: usize = 64;

/// Fails where an opened config file, whose path is absolute, is not to be used.
pub(super) fn check(file: &fs_err::File) -> Result<(), Error> {
    let mut path = file.path().to_owned();
    let mut parts = vec![("it", path.clone(), file.metadata())];
    let (mut link, mut folder) = ("the link to it", "its folder");
    for _ in 0..MAX_LINKS {
        let above = path.parent().unwrap_or(&path).to_owned();
        parts.push((folder, above.clone(), fs::metadata(&above)));
        let Ok(target) = fs::read_link(&path) else {
            break;
        };
        let linked = above.join(target);
        let about = fs::symlink_metadata(&path);
        parts.push((link, std::mem::replace(&mut path, linked), about));
        (link, folder) = (
            "a link on the way to it",
            "the folder of what it is linked to",
        );
    }
    for (it, path, about) in parts {
        // What is not there, nobody has written.
        about.map_or(Ok(()), |about| check_part(it, &path, &about))?;
    }
    Ok(())
}

fn check_part(it: &str, path: &Path, about: &Metadata) -> Result<(), Error> {
    use std::os::unix::fs::MetadataExt;
    let path = path.display();
    let is_sticky = about.is_dir() && about.mode() & STICKY != 0;
    // The mode of a link means nothing.
    let writable_by = |who| about.mode() & who != 0 && !is_sticky && !about.is_symlink();
    let ours = Uid::effective().as_raw();
    let (gid, users) = (about.gid(), [about.uid(), ours]);
    let (why, remedy) = if let Some(owner) = private::stranger(about) {
        let sudo = if ours == 0 { "" } else { "sudo " };
        (
            format!("{it} belongs to the user {}", private::user_name(owner)),
            format!("{sudo}chown {} {path}", private::user_name(ours)),
        )
    } else if writable_by(ALL_WRITE) {
        (
            format!("anybody on this machine can write to {it}"),
            format!("chmod o-w {path}"),
        )
    } else if writable_by(GROUP_WRITE) && !users.iter().any(|user| is_own_group(gid, *user)) {
        let name = group(gid).map_or_else(|| gid.to_string(), |group| group.name);
        (
            format!("the group {name} can write to {it}"),
            format!("chmod g-w {path}"),
        )
    } else {
        return Ok(());
    };
    let message = format!("the config file is not used, for {why}: {path}");
    let help = format!("look whether it is as you left it, then: {remedy}");
    Err(Error::failed(message).with_help(help))
}

/// Whether a group is one that a user has alone, as most systems give each user
/// one: the primary group, of the user's name or number, with no other member.
fn is_own_group(gid: u32, uid: u32) -> bool {
    let Some(user) = user(uid) else {
        return gid == uid;
    };
    let Some(group) = group(gid) else {
        return user.gid.as_raw() == gid && gid == uid;
    };
    let alone = group.mem.iter().all(|member| *member == user.name);
    user.gid == group.gid && (group.name == user.name || gid == uid) && alone
}

fn user(uid: u32) -> Option<User> {
    User::from_uid(Uid::from_raw(uid)).ok().flatten()
}

fn group(gid: u32) -> Option<Group> {
    Group::from_gid(Gid::from_raw(gid)).ok().flatten()
}
