//! Where settings come from, and which source has the last word.

use std::env;
use std::fmt;
use std::io;
use std::path::Path;

use super::catalogue::{ALL, Any, Setting};
use super::config::Config;
use crate::diagnostic::Findings;
use crate::error::Error;
use crate::file;
use crate::hooks::Hooks;
use crate::paths;
use crate::text_file;

/// The config file and the environment, over the built-in defaults.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    config: Config,
    /// Whether a variable of the environment whose value makes no sense counts
    /// as unset.
    lenient: bool,
}

/// How a setting is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set {
    /// Its key.
    pub key: &'static str,
    /// Its value as text.
    pub value: String,
    /// Where that comes from.
    pub origin: Origin,
    /// What is wanted instead, where the value makes no sense.
    pub wanted: Option<String>,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is what legrest does by itself.
    BuiltIn,
    /// This line of the config file.
    Config(usize),
    /// This variable of the environment.
    Environment(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn => f.write_str("built-in default"),
            Self::Config(line) => write!(f, "config file, line {line}"),
            Self::Environment(variable) => write!(f, "environment, {variable}"),
        }
    }
}

impl Sources {
    /// The person's config file, if there is one, and the environment.
    ///
    /// # Errors
    /// When the file can't be read, may have been written by somebody else, or is
    /// not valid.
    pub fn load() -> Result<Self, Error> {
        let Some(path) = paths::config_file() else {
            return Ok(Self::default());
        };
        let findings = match examine(&path)? {
            None => return Ok(Self::default()),
            Some((Some(config), _)) => {
                return Ok(Self {
                    config,
                    lenient: false,
                });
            }
            Some((None, findings)) => findings,
        };
        Err(findings.into())
    }

    /// The same, with each variable of the environment unset whose value makes no
    /// sense; and which these are.
    #[must_use]
    pub fn without_nonsense(mut self) -> (Self, Vec<&'static str>) {
        let nonsense = self.all().filter_map(|set| match set.origin {
            Origin::Environment(variable) => set.wanted.map(|_| variable),
            Origin::Config(_) | Origin::BuiltIn => None,
        });
        let nonsense = nonsense.collect();
        self.lenient = true;
        (self, nonsense)
    }

    /// The value of a setting before any flag.
    ///
    /// # Errors
    /// When the environment holds a value that makes no sense.
    pub fn get<T: 'static>(&self, setting: &Setting<T>) -> Result<T, Error> {
        let (text, origin) = self.text(setting);
        (setting.read)(&text).map_err(|wanted| match origin {
            Origin::Environment(name) => {
                Error::usage(format!("the environment variable {name} is \"{text}\""))
                    .with_help(format!("set it to {wanted}, or unset it"))
            }
            // Checked when it was read, or built in.
            Origin::Config(_) | Origin::BuiltIn => {
                Error::usage(format!("{} is \"{text}\"", setting.about.key))
                    .with_help(format!("set it to {wanted}"))
            }
        })
    }

    /// Every setting, as it is set.
    pub fn all(&self) -> impl Iterator<Item = Set> {
        ALL.iter().map(|setting| {
            let (value, origin) = self.text(*setting);
            Set {
                key: setting.about().key,
                wanted: setting.check(&value).err(),
                value,
                origin,
            }
        })
    }

    /// The person's own programs.
    #[must_use]
    pub fn hooks(&self) -> &Hooks {
        self.config.hooks()
    }

    /// What is said of a setting, and where. An empty variable counts as unset.
    fn text(&self, setting: &dyn Any) -> (String, Origin) {
        let about = setting.about();
        let value = env::var_os(about.variable).filter(|value| !value.is_empty());
        let text = value.map(|value| value.to_string_lossy().into_owned());
        if let Some(text) = text.filter(|text| !self.lenient || setting.check(text).is_ok()) {
            return (text, Origin::Environment(about.variable));
        }
        if let Some((text, line)) = self.config.value(about.key) {
            return (text.to_owned(), Origin::Config(line));
        }
        let default = about.default.trim_matches('"');
        (default.to_owned(), Origin::BuiltIn)
    }
}

/// Reads a config file and says all that is wrong with it; `None` where there
/// is no such file.
///
/// # Errors
/// When it can't be read, or somebody else could have written it.
pub(crate) fn examine(path: &Path) -> Result<Option<(Option<Config>, Findings)>, Error> {
    let unreadable = |error: &io::Error| {
        Error::failed(format!("can't read the config file: {error}"))
            .with_help("\"legrest config\" tells where it is and what it says")
    };
    let file = match file::open(path) {
        Ok(file) => file,
        Err(error) if is_missing(&error) => return Ok(None),
        Err(error) => return Err(unreadable(&error)),
    };
    #[cfg(unix)]
    if let Some(error) = super::trust::doubt(&file) {
        return Err(error);
    }
    let mut findings = Findings {
        file: path.display().to_string(),
        text: String::new(),
        problems: Vec::new(),
    };
    let read = text_file::read(file, "config file").map_err(|error| unreadable(&error))?;
    let config = match read {
        Ok(text) => {
            let (config, problems) = Config::parse(&text);
            findings.problems = problems;
            findings.text = text;
            config
        }
        Err(unfit) => {
            findings.problems.push(unfit.problem);
            findings.text = unfit.text;
            None
        }
    };
    Ok(Some((config, findings)))
}

/// Whether there is no such file, and no place where it could be.
fn is_missing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}
