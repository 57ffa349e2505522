//! `legrest sounds`: plays every cue by name, and tells where the sound goes.

use std::io::Write;
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use crate::audio::{self, Audio, News, Voice};
use crate::cli::SoundsArgs;
use crate::diagnostic::printable;
use crate::error::Error;
use crate::report::to_stderr;
use crate::routine::Cue;
use crate::settings::{self, Sources};
use crate::stdout::stdout;

/// How long a way out for sound may take to tell what it is.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long a cue may take to be heard to its end, lead and all: longer than any
/// of them, and a sound server that freezes in the middle is noticed before.
const LONGEST: Duration = Duration::from_secs(15);
/// Between the cues, so that each is heard by itself.
const PAUSE: Duration = Duration::from_millis(300);

pub(super) fn run(args: &SoundsArgs) -> Result<ExitCode, Error> {
    let tuning = settings::tuning(args.volume, &Sources::load()?)?;
    if tuning.volume == 0 {
        return Err(Error::failed("nothing can be heard at volume 0")
            .with_help("try --volume 75; \"legrest config\" tells what has set it to 0"));
    }
    let mut out = stdout();
    tell_ways(&mut out)?;
    let (send, news) = mpsc::channel();
    let audio = Audio::start(tuning, move |event| {
        // Whoever has stopped listening needs no news.
        let _ = send.send(event);
    })?;
    let cues: Vec<Cue> = match args.cue {
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
        writeln!(out, "{}", line.trim_end())?;
        out.flush()?;
        let voice = Voice::BuiltIn(cue.default_sound());
        audio.play(voice, 0, Instant::now() + notice);
        audio.finish();
        wait(&news)?;
        notice = PAUSE;
    }
    Ok(ExitCode::SUCCESS)
}

/// Tells which way the sound goes, and why it does not go another one.
fn tell_ways(out: &mut impl Write) -> Result<(), Error> {
    let mut reasons = Vec::new();
    let mut taken = false;
    for way in audio::survey(PATIENCE) {
        match way.leads {
            Ok(_) if taken => writeln!(out, "not through {}: it comes later", way.kind)?,
            Ok(to) => {
                taken = true;
                writeln!(out, "through {}: {}", way.kind, printable(&to))?;
            }
            Err(reason) if taken => {
                writeln!(out, "not through {}: {}", way.kind, printable(&reason))?;
            }
            Err(reason) => {
                writeln!(out, "not through {}: {}", way.kind, printable(&reason))?;
                reasons.push(reason);
            }
        }
    }
    if !taken {
        out.flush()?;
        let error = Error::failed(format!("nothing can be heard: {}", reasons.join("; ")));
        return Err(error.with_help("in a routine, the terminal's bell stands in for the cues"));
    }
    writeln!(out)?;
    Ok(())
}

/// Waits until a cue was heard.
fn wait(news: &Receiver<News>) -> Result<(), Error> {
    let until = Instant::now() + LONGEST;
    loop {
        match news.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(News::Silent) => return Ok(()),
            Ok(News::Lost(reason)) => {
                return Err(Error::failed(format!("nothing can be heard: {reason}")));
            }
            Ok(News::Missed) | Err(_) => {
                return Err(
                    Error::failed("nothing can be heard: the sound came too late")
                        .with_help("is another program keeping the loudspeaker busy?"),
                );
            }
            Ok(News::Elsewhere(reason)) => to_stderr(&format!("warning: {}", printable(&reason)))?,
            Ok(News::Back) => {}
        }
    }
}
