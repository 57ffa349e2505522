//! `legrest sounds`: plays every cue by name, and tells where the sound goes.

use std::fmt::Display;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use crate::audio::{self, Audio, AudioRequest, AudioUpdate, gain};
use crate::console::{print_lines, print_to_reader, warn};
use crate::diagnostic::printable;
use crate::error::Error;
use crate::routine::Cue;
use crate::settings::{self, Sources, catalogue};
use crate::speech::{Speech, SpeechRequest, SpeechUpdate, Synthesizer, Utterance};

/// How long a sound backend may take to tell where it plays.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long a cue may take to be heard to its end, lead and all: longer than any
/// of them, and a sound server that freezes in the middle is noticed before.
const LONGEST: Duration = Duration::from_secs(15);
/// Between the cues, so that each is heard by itself.
const PAUSE: Duration = Duration::from_millis(300);

pub(super) fn run(cue: Option<Cue>, volume: Option<u8>) -> Result<(), Error> {
    let sources = Sources::load()?;
    let tuning = settings::tuning(volume, &sources)?;
    if tuning.volume == 0 {
        return Err(Error::failed("nothing can be heard at volume 0")
            .with_help("try --volume 75; \"legrest config\" tells what has set it to 0"));
    }
    tell_backends()?;
    let (send, news) = mpsc::channel();
    let audio = Audio::start(tuning, move |event| drop(send.send(event)))?;
    // The first one finds the loudspeaker asleep.
    let mut notice = tuning.lead.max(PAUSE);
    let mut play = |sound| {
        if let Some(clip) = audio::built_in(sound) {
            audio.request(AudioRequest::Play(clip, 0, Instant::now() + notice));
        }
        audio.request(AudioRequest::Finish);
        notice = PAUSE;
        wait(&news)
    };
    for cue in cue.map_or_else(|| Cue::ALL.to_vec(), |cue| vec![cue]) {
        let (name, sound, meaning) = (cue.name(), cue.default_sound(), cue.meaning());
        if !print_to_reader(&format!("{name:<7} {sound:<7} {meaning}\n"))? {
            return Ok(());
        }
        play(sound)?;
    }
    let own = sources.get(&catalogue::VOICE_COMMAND)?;
    let voices = own.map_or_else(Synthesizer::of_system, |own| vec![own]);
    let about = |it: &Synthesizer| format!("voice   {}: {}\n", it.program(), it.loudness);
    if cue.is_none()
        && let Some(voice) = voices.first()
        && print_to_reader(&about(voice))?
    {
        // Beside it, a person hears whether they fit.
        play(Cue::Switch.default_sound())?;
        speak(voices, gain(tuning.volume, 0))?;
    }
    Ok(())
}

/// Says a few words, and waits until they are said.
fn speak(voices: Vec<Synthesizer>, gain: f32) -> Result<(), Error> {
    let (send, news) = mpsc::channel();
    let speech = Speech::start(voices, move |update| drop(send.send(update)))?;
    speech.request(SpeechRequest::Say(Utterance {
        text: "Left side.".to_owned(),
        gain,
        must_begin_by: Instant::now() + LONGEST,
    }));
    speech.request(SpeechRequest::Finish);
    match news.recv() {
        Ok(SpeechUpdate::Failed(reason)) => Ok(warn(&format!("no voice: {reason}"))?),
        _ => Ok(()),
    }
}

/// Tells which backend plays the sounds, and why another one does not.
fn tell_backends() -> Result<(), Error> {
    let (mut reasons, mut taken) = (Vec::new(), false);
    for (kind, status) in audio::survey(PATIENCE) {
        print_lines([match &status {
            Ok(_) if taken => format!("not through {kind}: it comes later"),
            Ok(to) => format!("through {kind}: {}", printable(to)),
            Err(reason) => format!("not through {kind}: {}", printable(reason)),
        }])?;
        taken |= status.is_ok();
        reasons.extend(status.err());
    }
    if taken {
        return Ok(print_lines([String::new()])?);
    }
    Err(unheard(reasons.join("; "))
        .with_help("in a routine, the terminal's bell stands in for the cues"))
}

fn unheard(why: impl Display) -> Error {
    Error::failed(format!("nothing can be heard: {why}"))
}

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
        }
    }
}
