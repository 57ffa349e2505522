use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use super::*;
use crate::audio::output::{Place, Stream};
use crate::audio::tape::Tape;
use crate::clip::{self, RATE};

/// How long the device holds what it plays.
const HELD: Duration = Duration::from_millis(100);

/// What became of the streams that were opened: when, and with what.
type Opened = Arc<Mutex<Vec<(Instant, Tape)>>>;

/// A server whose clock is right and that plays whatever it is given.
#[derive(Clone, Default)]
struct Fake {
    opened: Opened,
    /// How many of the last samples it never plays, where nothing follows them.
    keeps: u64,
}

impl Output for Fake {
    fn name(&self, _: Duration) -> String {
        "a fake".to_owned()
    }

    fn open(&self, _: Start, _: Duration) -> Result<Box<dyn Stream>, AudioError> {
        let (opened, tape) = (Instant::now(), Tape::default());
        let streams = self.opened.lock();
        streams.expect("no panic").push((opened, tape.clone()));
        let keeps = self.keeps;
        Ok(Box::new(FakeStream {
            opened,
            tape,
            keeps,
        }))
    }
}

struct FakeStream {
    opened: Instant,
    tape: Tape,
    keeps: u64,
}

impl Stream for FakeStream {
    fn tape(&self) -> &Tape {
        &self.tape
    }

    fn place(&self, _: Duration) -> Result<Place, AudioError> {
        let at = Instant::now();
        let samples = |time: Duration| time.as_micros() * u128::from(RATE) / 1_000_000;
        let mut read = u64::try_from(samples(at - self.opened)).expect("a short test");
        if self.keeps > 0 {
            read = read.min(self.tape.end().saturating_sub(self.keeps));
        }
        let held = i64::try_from(samples(HELD)).expect("a short time");
        Ok(Place {
            at,
            heard: i64::try_from(read).expect("a short test") - held,
            read,
            playing: read > 0,
            doubt: Duration::ZERO,
        })
    }
}

/// A desk at work, and what it has to say.
struct AtWork {
    orders: Sender<Order>,
    news: mpsc::Receiver<(Instant, News)>,
    thread: JoinHandle<()>,
}

impl AtWork {
    fn start(
        connect: impl Fn(Duration) -> Result<Box<dyn Output>, AudioError> + Send + 'static,
    ) -> Self {
        let (orders, inbox) = mpsc::channel();
        let (send, news) = mpsc::channel();
        let tuning = Tuning {
            volume: 100,
            lead: Duration::from_millis(300),
        };
        let tell = move |event| {
            let _ = send.send((Instant::now(), event));
        };
        let thread = thread::spawn(move || {
            let mut desk = Desk::new(tuning, connect, tell);
            desk.set_up();
            desk.work(&inbox);
        });
        Self {
            orders,
            news,
            thread,
        }
    }

    fn play(&self, at: Instant) {
        let voice = Voice::BuiltIn("tick");
        let order = Order::Play {
            voice,
            softer: 0,
            at,
        };
        self.orders.send(order).expect("the desk is at work");
    }

    /// All that it said until everything was heard.
    fn finish(self) -> Vec<(Instant, News)> {
        self.orders
            .send(Order::Finish)
            .expect("the desk is at work");
        let silent = |(_, news): &(Instant, News)| *news != News::Silent;
        let said = self.news.iter().take_while(silent).collect();
        drop(self.orders);
        self.thread.join().expect("no panic");
        said
    }
}

#[test]
fn sounds_are_put_where_they_are_heard_at_their_moments() {
    let fake = Fake::default();
    let opened = Arc::clone(&fake.opened);
    let desk = AtWork::start(move |_| Ok(Box::new(fake.clone())));
    let now = Instant::now();
    let moments = [500, 1_000, 3_000].map(|after| now + Duration::from_millis(after));
    for moment in moments {
        desk.play(moment);
    }
    // What is taken back is not heard.
    desk.orders
        .send(Order::Forget(now + Duration::from_secs(2)))
        .expect("the desk is at work");
    assert_eq!(desk.finish(), []);
    let opened = opened.lock().expect("no panic");
    let [(began, tape)] = &opened[..] else {
        panic!("{} streams for two sounds close together", opened.len());
    };
    let heard = tape.begins().into_iter();
    let heard = heard.map(|sample| *began + HELD + clip::duration(sample));
    for (heard, moment) in heard.clone().zip(moments) {
        let off = heard.max(moment) - heard.min(moment);
        assert!(off < Duration::from_millis(1), "{off:?}");
    }
    assert_eq!(heard.count(), 2);
}

/// `PipeWire` plays whole blocks, and keeps what is less than one.
#[test]
fn what_is_less_than_a_block_is_not_waited_for() {
    let fake = Fake {
        keeps: 231,
        ..Fake::default()
    };
    let desk = AtWork::start(move |_| Ok(Box::new(fake.clone())));
    desk.play(Instant::now());
    assert_eq!(desk.finish(), []);
}

#[test]
fn where_there_is_no_sound_each_cue_is_missed_at_its_moment() {
    let desk = AtWork::start(|_| Err(AudioError::StandsStill));
    let now = Instant::now();
    let moments = [0, 400, 500].map(|after| now + Duration::from_millis(after));
    for moment in moments {
        desk.play(moment);
    }
    let said = desk.finish();
    let lost = News::Lost(AudioError::StandsStill);
    assert_eq!(said[0].1, lost, "told once, and before all");
    assert_eq!(said.len(), 4, "{said:?}");
    for ((at, news), moment) in said[1..].iter().zip(moments) {
        assert_eq!(*news, News::Missed);
        assert!(*at >= moment, "{:?} early", moment - *at);
    }
}

#[test]
fn what_was_planned_before_a_suspend_is_dropped() {
    let desk = || {
        let connect = |_| Ok(Box::new(Fake::default()) as Box<dyn Output>);
        let tuning = Tuning {
            volume: 100,
            lead: Duration::from_millis(300),
        };
        let mut desk = Desk::new(tuning, connect, |_| {});
        let at = Instant::now() + Duration::from_secs(5);
        desk.expect(bank::clip("tick").expect("a built-in sound"), 0, at);
        desk
    };
    for (suspended, left) in [(0, 1), (9, 1), (10, 0), (30_000, 0)] {
        let mut desk = desk();
        let mut now = desk.looked;
        now.awake += Duration::from_secs(1);
        now.counted = now
            .counted
            .map(|it| it + Duration::from_secs(1 + suspended));
        desk.wake(now);
        assert_eq!(desk.plan.len(), left, "{suspended} s");
        // What is asked for afterwards is heard, however soon that is.
        desk.expect(bank::clip("tick").expect("a built-in sound"), 0, now.awake);
        desk.wake(now);
        assert_eq!(desk.plan.len(), left + 1, "{suspended} s");
    }
}
