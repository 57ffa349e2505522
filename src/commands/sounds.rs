//! `legrest sounds`: plays every cue by name, and tells where the sound goes.

use std::fmt::Display;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use crate::audio::{self, Audio, AudioUpdate, BackendStatus, SoundSource};
use crate::console::{print, warn};
use crate::diagnostic::printable;
use crate::error::Error;
use crate::routine::Cue;
use crate::settings::{self, Sources};

/// How long a way out for sound may take to tell what it is.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long a cue may take to be heard to its end, lead and all: longer than any
/// of them, and a sound server that freezes in the middle is noticed before.
const LONGEST: Duration = Duration::from_secs(15);
/// Between the cues, so that each is heard by itself.
const PAUSE: Duration = Duration::from_millis(300);

pub(super) fn run(cue: Option<Cue>, volume: Option<u8>) -> Result<(), Error> {
    let tuning = settings::tuning(volume, &Sources::load()?)?;
    if tuning.volume == 0 {
        return Err(Error::failed("nothing can be heard at volume 0")
            .with_help("try --volume 75; \"legrest config\" tells what has set it to 0"));
    }
    tell_ways()?;
    let (send, news) = mpsc::channel();
    let audio = Audio::start(tuning, move |event| {
        // Whoever has stopped listening needs no news.
        let _ = send.send(event);
    })?;
    let cues: Vec<Cue> = match cue {
        Some(cue) => vec![cue],
        None => Cue::ALL.to_vec(),
    };
    // The first one finds the loudspeaker asleep.
    let mut notice = tuning.lead.max(PAUSE);
    for cue in cues {
        let line = format!(
            "{:<7} {:<7} {}",
            cue.name(),
            cue.default_sound(),
            cue.meaning()
        );
        print(&format!("{}\n", line.trim_end()))?;
        let voice = SoundSource::BuiltIn(cue.default_sound());
        audio.play(voice, 0, Instant::now() + notice);
        audio.finish();
        wait(&news)?;
        notice = PAUSE;
    }
    Ok(())
}

/// Tells which way the sound goes, and why it does not go another one.
fn tell_ways() -> Result<(), Error> {
    let mut lines = String::new();
    let mut reasons = Vec::new();
    let mut taken = false;
    for BackendStatus { kind, status } in audio::survey(PATIENCE) {
        let line = match &status {
            Ok(_) if taken => format!("not through {kind}: it comes later\n"),
            Ok(to) => format!("through {kind}: {}\n", printable(to)),
            Err(reason) => format!("not through {kind}: {}\n", printable(&reason.to_string())),
        };
        lines.push_str(&line);
        taken |= status.is_ok();
        reasons.extend(status.err());
    }
    if taken {
        return Ok(print(&(lines + "\n"))?);
    }
    print(&lines)?;
    let reasons: Vec<String> = reasons.iter().map(ToString::to_string).collect();
    Err(unheard(reasons.join("; "))
        .with_help("in a routine, the terminal's bell stands in for the cues"))
}

fn unheard(why: impl Display) -> Error {
    Error::failed(format!("nothing can be heard: {why}"))
}

/// Waits until a cue was heard.
fn wait(news: &Receiver<AudioUpdate>) -> Result<(), Error> {
    let until = Instant::now() + LONGEST;
    loop {
        match news.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(AudioUpdate::Silent) => return Ok(()),
            Ok(AudioUpdate::Lost(reason)) => return Err(unheard(reason)),
            Ok(AudioUpdate::Missed) | Err(_) => {
                return Err(unheard("the sound came too late")
                    .with_help("is another program keeping the loudspeaker busy?"));
            }
            Ok(AudioUpdate::Elsewhere(reason)) => warn(&reason)?,
            Ok(AudioUpdate::Back) => {}
        }
    }
}
