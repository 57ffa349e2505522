//! How loud something is, after ITU-R BS.1770: what `sounds/README.md` calls LUFS.

use std::f64::consts::PI;

use super::recording::RATE;

/// A filter of second order.
struct Filter {
    /// For what goes in now, before, and before that.
    forward: [f64; 3],
    /// For what came out before, and before that.
    back: [f64; 2],
}

impl Filter {
    /// The head, which makes high tones louder.
    fn shelf() -> Self {
        let (k, q) = (Self::k(1_681.974_450_955_533), 0.707_175_236_955_419_6);
        let high = 10_f64.powf(3.999_843_853_973_347 / 20.0);
        let middle = high.powf(0.499_666_774_154_541_6);
        let all = 1.0 + k / q + k * k;
        Self {
            forward: [
                (high + middle * k / q + k * k) / all,
                2.0 * (k * k - high) / all,
                (high - middle * k / q + k * k) / all,
            ],
            back: Self::back(k, q),
        }
    }

    /// The ear, which hardly hears the lowest.
    fn high_pass() -> Self {
        let (k, q) = (Self::k(38.135_470_876_024_44), 0.500_327_037_323_877_3);
        Self {
            forward: [1.0, -2.0, 1.0],
            back: Self::back(k, q),
        }
    }

    fn k(hertz: f64) -> f64 {
        (PI * hertz / f64::from(RATE)).tan()
    }

    fn back(k: f64, q: f64) -> [f64; 2] {
        let all = 1.0 + k / q + k * k;
        [2.0 * (k * k - 1.0) / all, (1.0 - k / q + k * k) / all]
    }

    fn run(&self, samples: &[f64]) -> Vec<f64> {
        let (mut came, mut went) = ([0.0; 2], [0.0; 2]);
        let pass = |&now: &f64| {
            let (forward, back) = (self.forward, self.back);
            let came_in = forward[0] * now + forward[1] * came[0] + forward[2] * came[1];
            let out = came_in - back[0] * went[0] - back[1] * went[1];
            came = [now, came[0]];
            went = [out, went[0]];
            out
        };
        samples.iter().map(pass).collect()
    }
}

/// The integrated loudness of one channel, in LUFS, with silence around it.
pub fn loudness(samples: &[f32]) -> f64 {
    let second = vec![0.0; RATE as usize];
    let sound: Vec<f64> = samples.iter().map(|sample| f64::from(*sample)).collect();
    let heard = [&second[..], &sound, &second].concat();
    let heard = Filter::high_pass().run(&Filter::shelf().run(&heard));
    // 0.4 s, each a quarter later than the one before.
    let block = RATE as usize * 2 / 5;
    let energies = (0..=heard.len() - block).step_by(block / 4).map(|from| {
        let energy: f64 = heard[from..from + block].iter().map(|it| it * it).sum();
        energy / (f64::from(RATE) * 0.4)
    });
    let energies: Vec<f64> = energies.collect();
    let above = |limit: f64| {
        let loud = energies.iter().filter(|energy| in_units(**energy) > limit);
        let (sum, count) = loud.fold((0.0, 0.0), |(sum, count), it| (sum + it, count + 1.0));
        in_units(sum / count)
    };
    above(above(-70.0) - 10.0)
}

fn in_units(energy: f64) -> f64 {
    -0.691 + 10.0 * energy.log10()
}

#[test]
fn a_full_sine_is_at_the_loudness_of_the_standard() {
    let sine = |time: u32| (2.0 * PI * 997.0 * f64::from(time) / f64::from(RATE)).sin();
    #[expect(clippy::cast_possible_truncation, reason = "samples are no more exact")]
    let samples: Vec<f32> = (0..RATE * 30).map(|time| sine(time) as f32).collect();
    let whole = loudness(&samples);
    assert!((whole + 3.05).abs() < 0.05, "{whole}");
    // What the figures of the sounds were measured with says -23.9 of it.
    let bell = super::recording::file("bell");
    let bell = loudness(&bell);
    assert!((bell + 23.9).abs() < 0.1, "{bell}");
}
