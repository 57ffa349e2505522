use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use super::stream::STANDS_STILL;
use super::*;
use crate::audio::backend::{Stream, StreamPosition};
use crate::audio::builtin;
use crate::audio::queue::SampleQueue;
use crate::clip::{self, RATE};

/// How long the device holds what it plays.
const HELD: Duration = Duration::from_millis(100);

/// What became of the streams that were opened: when, and with what.
type Opened = Arc<Mutex<Vec<(Instant, SampleQueue)>>>;

/// A server whose clock is right and that plays whatever it is given.
#[derive(Clone, Default)]
struct FakeBackend {
    opened: Opened,
    /// How many of the last samples it never plays, where nothing follows them.
    keeps: u64,
}

impl Backend for FakeBackend {
    fn name(&self, _: Duration) -> String {
        "a fake".to_owned()
    }

    fn open(&self, _: bool, _: Duration) -> Result<Box<dyn Stream>, String> {
        let (opened, queue) = (Instant::now(), SampleQueue::default());
        let streams = self.opened.lock();
        streams.expect("no panic").push((opened, queue.clone()));
        let keeps = self.keeps;
        Ok(Box::new(FakeStream {
            opened,
            queue,
            keeps,
        }))
    }
}

struct FakeStream {
    opened: Instant,
    queue: SampleQueue,
    keeps: u64,
}

impl Stream for FakeStream {
    fn queue(&self) -> &SampleQueue {
        &self.queue
    }

    fn position(&self, _: Duration) -> Result<StreamPosition, String> {
        let at = Instant::now();
        let samples = |time: Duration| time.as_micros() * u128::from(RATE) / 1_000_000;
        let mut read = u64::try_from(samples(at - self.opened)).expect("a short test");
        if self.keeps > 0 {
            read = read.min(self.queue.end().saturating_sub(self.keeps));
        }
        let held = i64::try_from(samples(HELD)).expect("a short time");
        Ok(StreamPosition {
            at,
            heard: i64::try_from(read).expect("a short test") - held,
            read,
            playing: read > 0,
            uncertainty: Duration::ZERO,
        })
    }
}

/// A worker at work, and what it has to say.
struct AtWork {
    requests: Sender<AudioRequest>,
    news: mpsc::Receiver<(Instant, AudioUpdate)>,
    misses: Misses,
    thread: JoinHandle<()>,
}

impl AtWork {
    fn start(connect: impl Fn(Duration) -> Result<Connected, String> + Send + 'static) -> Self {
        let (requests, inbox) = mpsc::channel();
        let (send, news) = mpsc::channel();
        let tuning = Tuning {
            volume: 100,
            lead: Duration::from_millis(300),
        };
        let tell = move |event| {
            let _ = send.send((Instant::now(), event));
        };
        let misses = Misses::default();
        let noted = Arc::clone(&misses);
        let thread = thread::spawn(move || {
            AudioWorker::new(tuning, connect, tell, noted).work(&inbox);
        });
        Self {
            requests,
            news,
            misses,
            thread,
        }
    }

    fn play(&self, at: Instant) {
        let clip = builtin::clip("tick").expect("a built-in sound");
        let request = AudioRequest::Play(clip, 0, at);
        self.requests.send(request).expect("the worker is at work");
    }

    /// All that it said until everything was heard.
    fn finish(self) -> Vec<(Instant, AudioUpdate)> {
        self.requests
            .send(AudioRequest::Finish)
            .expect("the worker is at work");
        let silent = |(_, news): &(Instant, AudioUpdate)| *news != AudioUpdate::Silent;
        let said = self.news.iter().take_while(silent).collect();
        drop(self.requests);
        self.thread.join().expect("no panic");
        said
    }
}

#[test]
fn sounds_are_put_where_they_are_heard_at_their_moments() {
    let fake = FakeBackend::default();
    let opened = Arc::clone(&fake.opened);
    let worker = AtWork::start(move |_| Ok((Box::new(fake.clone()), None)));
    let now = Instant::now();
    let moments = [500, 1_000, 3_000].map(|after| now + Duration::from_millis(after));
    for moment in moments {
        worker.play(moment);
    }
    // What is taken back is not heard.
    worker
        .requests
        .send(AudioRequest::Forget(now + Duration::from_secs(2)))
        .expect("the worker is at work");
    assert_eq!(worker.finish(), []);
    let opened = opened.lock().expect("no panic");
    let [(began, queue)] = &opened[..] else {
        panic!("{} streams for two sounds close together", opened.len());
    };
    let heard = queue.begins().into_iter();
    let heard = heard.map(|sample| *began + HELD + clip::duration(sample));
    for (heard, moment) in heard.clone().zip(moments) {
        let off = heard.max(moment) - heard.min(moment);
        assert!(off < Duration::from_millis(1), "{off:?}");
    }
    assert_eq!(heard.count(), 2);
}

#[test]
fn a_stream_stays_open_for_what_comes_soon_and_no_longer() {
    let fake = FakeBackend::default();
    let opened = Arc::clone(&fake.opened);
    let worker = AtWork::start(move |_| Ok((Box::new(fake.clone()), None)));
    let now = Instant::now();
    // A stream for the third would be opened 0.8 s after that of the second is closed.
    let moments = [500, 1_600, 3_200].map(|after| now + Duration::from_millis(after));
    for moment in moments {
        worker.play(moment);
    }
    assert_eq!(worker.finish(), []);
    let opened = opened.lock().expect("no panic");
    let heard = opened.iter().map(|(began, queue)| {
        let heard = queue.begins().into_iter();
        let heard = heard.map(|sample| *began + HELD + clip::duration(sample));
        heard.collect::<Vec<_>>()
    });
    let heard: Vec<_> = heard.collect();
    let counts: Vec<_> = heard.iter().map(Vec::len).collect();
    assert_eq!(counts, [2, 1]);
    for (heard, moment) in heard.into_iter().flatten().zip(moments) {
        let off = heard.max(moment) - heard.min(moment);
        assert!(off < Duration::from_millis(1), "{off:?}");
    }
}

/// `PipeWire` plays whole blocks, and keeps what is less than one.
#[test]
fn what_is_less_than_a_block_is_not_waited_for() {
    let fake = FakeBackend {
        keeps: 231,
        ..FakeBackend::default()
    };
    let worker = AtWork::start(move |_| Ok((Box::new(fake.clone()), None)));
    worker.play(Instant::now());
    assert_eq!(worker.finish(), []);
}

#[test]
fn where_there_is_no_sound_each_cue_is_missed_at_its_moment_or_noted_before() {
    let worker = AtWork::start(|_| Err(STANDS_STILL.to_owned()));
    let now = Instant::now();
    let moments = [0, 400, 500].map(|after| now + Duration::from_millis(after));
    for moment in moments {
        worker.play(moment);
    }
    let misses = Arc::clone(&worker.misses);
    let said = worker.finish();
    let lost = AudioUpdate::Lost(STANDS_STILL.to_owned());
    assert_eq!(said[0].1, lost, "told once, and before all");
    assert_eq!(said.len(), 2, "{said:?}");
    assert_eq!(said[1].1, AudioUpdate::Missed);
    assert!(said[1].0 >= moments[0]);
    // Who is awake at these moments need not be woken.
    let noted = misses.lock().expect("no panic");
    assert!(noted.iter().eq(&moments[1..]), "{noted:?}");
}

#[test]
fn what_was_planned_before_a_suspend_is_dropped() {
    let worker = || {
        let connect = |_| Ok((Box::new(FakeBackend::default()) as Box<dyn Backend>, None));
        let tuning = Tuning {
            volume: 100,
            lead: Duration::from_millis(300),
        };
        let mut worker = AudioWorker::new(tuning, connect, |_| {}, Misses::default());
        let at = Instant::now() + Duration::from_secs(5);
        worker.enqueue(builtin::clip("tick").expect("a built-in sound"), 0, at);
        worker
    };
    for (suspended, left) in [(0, 1), (9, 1), (10, 0), (30_000, 0)] {
        let mut worker = worker();
        // Not every system has the second clock.
        worker.looked.counted.get_or_insert_default();
        let mut now = worker.looked;
        now.awake += Duration::from_secs(1);
        now.counted = now
            .counted
            .map(|it| it + Duration::from_secs(1 + suspended));
        worker.wake(now);
        assert_eq!(worker.plan.len(), left, "{suspended} s");
        // What is asked for afterwards is heard, however soon that is.
        worker.enqueue(
            builtin::clip("tick").expect("a built-in sound"),
            0,
            now.awake,
        );
        worker.wake(now);
        assert_eq!(worker.plan.len(), left + 1, "{suspended} s");
    }
}
