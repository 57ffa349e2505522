//! The config file: its text to [`Config`], with every problem at its place.

use std::collections::BTreeMap;

use toml::de::DeValue;

use super::catalogue::{ALL, AnySetting};
use crate::diagnostic::{Lines, Problem, has_error, values};
use crate::document::{self, Fields, Table, Value, in_decimal};
use crate::hooks::{Hook, Hooks, MOMENTS};

/// A config file in which everything is as it is without one, and explained.
pub(crate) const TEMPLATE: &str = include_str!("template.toml");

static CONFIG: Table = Table {
    label: "the config file",
    location_hint: "the file itself: move it up, above the first line in [brackets]",
    keys: &KEYS,
};

static KEYS: [&str; ALL.len() + 1] = {
    let mut keys = ["hooks"; ALL.len() + 1];
    let mut index = 0;
    while index < ALL.len() {
        keys[index] = ALL[index].key;
        index += 1;
    }
    keys
};

static HOOKS: Table = Table {
    label: "[hooks]",
    location_hint: "the hooks: move it under [hooks]",
    keys: &MOMENTS,
};

static TABLES: &[&Table] = &[&CONFIG, &HOOKS];

/// What a config file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// The text of each setting, and the line that it stands in.
    pub(super) values: BTreeMap<&'static str, (String, usize)>,
    pub(crate) hooks: Hooks,
}

type Reader = document::Reader<()>;

impl Config {
    /// Reads a config file. There is one unless there is an error among the
    /// problems, which are all that is wrong with the text, in the order of
    /// their places.
    pub fn parse(text: &str) -> (Option<Self>, Vec<Problem>) {
        let mut reader = Reader::new(TABLES, ());
        let document = reader.document(text, |_| {
            "a line is key = value, a text stands in \"quotes\", a command is a list in [brackets]"
                .to_owned()
        });
        let fields = Fields::of_document(&document, text);
        reader.only_known(&fields, &CONFIG);
        let lines = Lines::of(text);
        let mut config = Self::default();
        for setting in ALL {
            if let Some(value) = fields.table.get(setting.key)
                && let Some(text) = reader.setting(setting, value)
            {
                let line = lines.position(value.span().start).line;
                config.values.insert(setting.key, (text, line));
            }
        }
        config.hooks = reader.hooks(&fields, &lines);
        let problems = reader.into_problems(text);
        let config = Some(config).filter(|_| !has_error(&problems));
        (config, problems)
    }
}

impl Reader {
    /// The text of a value that makes sense: `true`, `75` and `"full"` are
    /// written as TOML has it, and read like a variable of the environment.
    fn setting(&mut self, setting: &AnySetting, value: &Value) -> Option<String> {
        let key = setting.key;
        let example = format!("{key} = {}", setting.default);
        let text = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Integer(number) => in_decimal(number),
            DeValue::Boolean(flag) => flag.to_string(),
            _ => {
                return self.wrong_type(value, key, "a single value", &example);
            }
        };
        let text = self.check_text(&text, value.span(), false)?;
        if let Some(expected) = setting.read.expected(&text) {
            let help = format!("it is {expected}; by default {example}");
            self.wrong("unknown-value", value.span(), values![key, text, help]);
            return None;
        }
        Some(text)
    }

    fn hooks(&mut self, fields: &Fields, lines: &Lines) -> Hooks {
        let mut hooks = Hooks::default();
        let Some(fields) = self.table(fields, "hooks", &HOOKS) else {
            return hooks;
        };
        for name in MOMENTS {
            let Some(value) = fields.table.get(name) else {
                continue;
            };
            if let DeValue::String(line) = value.get_ref() {
                // Nothing here goes through a shell unless somebody says so.
                let words = format!("{:?}", crate::child::words(line).unwrap_or_default());
                self.wrong("wrong-type command", value.span(), values![name, words]);
                continue;
            }
            let command = self.list(&fields, name);
            let program = command.first().map_or("", |program| program.trim());
            let array = value.get_ref().as_array();
            if !program.is_empty() {
                let line = lines.position(value.span().start).line;
                hooks.insert(name, Hook { command, line });
            } else if array.is_some_and(|array| array.len() == command.len()) {
                self.wrong("empty command", value.span(), values![name]);
            }
        }
        hooks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn problems(text: &str) -> Vec<(&'static str, String)> {
        let (config, problems) = Config::parse(text);
        assert_eq!(config.is_none(), has_error(&problems), "{problems:#?}");
        let place = |problem: &Problem| text[problem.span.clone()].to_owned();
        problems.iter().map(|it| (it.code, place(it))).collect()
    }

    #[test]
    fn values_are_read_with_their_lines() {
        let (config, problems) = Config::parse(
            "level = \"full\"\nvolume = 40\n\n[hooks]\non_start = [\"a\", \"b c\"]\n",
        );
        assert_eq!(problems, []);
        let config = config.expect("a config");
        let value = |text: &str, line| Some((text.to_owned(), line));
        assert_eq!(config.values.get("level"), value("full", 1).as_ref());
        assert_eq!(config.values.get("volume"), value("40", 2).as_ref());
        assert_eq!(config.values.get("theme"), None);
        let hook = config.hooks.get("on_start").expect("a hook");
        assert_eq!(hook.command, ["a", "b c"]);
        assert_eq!(hook.line, 5);
        // However a number is written.
        for volume in ["volume = 0x28", "volume = 0o50", "volume = 4_0"] {
            let (config, _) = Config::parse(volume);
            let config = config.expect("a config");
            assert_eq!(config.values["volume"], ("40".to_owned(), 1), "{volume}");
        }
        assert_eq!(config.hooks.get("on_finish"), None);
    }

    #[test]
    fn each_mistake_is_told_at_its_place() {
        assert_eq!(problems("volum = 3\n"), [("unknown-key", "volum".into())]);
        assert_eq!(
            problems("volume = 101\n"),
            [("unknown-value", "101".into())]
        );
        assert_eq!(problems("volume = []\n"), [("wrong-type", "[]".into())]);
        assert_eq!(
            problems("voice = \"maybe\"\nlevel = 3\n"),
            [
                ("unknown-value", "\"maybe\"".into()),
                ("unknown-value", "3".into())
            ]
        );
        assert_eq!(
            problems("on_start = [\"a\"]\n"),
            [("misplaced-key", "on_start".into())]
        );
        assert_eq!(
            problems("[hooks]\non_start = \"a b\"\non_quit = []\non_step = [1]\n"),
            [
                ("wrong-type", "\"a b\"".into()),
                ("empty", "[]".into()),
                ("wrong-type", "1".into())
            ]
        );
        assert_eq!(
            problems("voice_command = \"a\\u001bb\"\n"),
            [("control-character", "\"a\\u001bb\"".into())]
        );
        let (_, broken) = Config::parse("volume = \nlevel = \"full\"\n");
        assert_eq!(broken.len(), 1, "{broken:#?}");
    }

    #[test]
    fn the_template_changes_nothing_and_is_right_when_uncommented() {
        assert_eq!(Config::parse(TEMPLATE), (Some(Config::default()), vec![]));
        for setting in ALL {
            let (key, variable, default) = (setting.key, setting.variable(), setting.default);
            let told = format!(" ({variable})\n# {key} = {default}\n");
            assert!(TEMPLATE.contains(&told), "{told}");
        }
        let is_toml = |line: &&str| line.contains(" = ") || line.starts_with('[');
        let lines = TEMPLATE.lines().filter_map(|line| line.strip_prefix("# "));
        let text: Vec<&str> = lines.filter(is_toml).collect();
        let (config, problems) = Config::parse(&text.join("\n"));
        assert_eq!(problems, []);
        let config = config.expect("a config");
        assert_eq!(config.values.len(), ALL.len());
        assert!(MOMENTS.iter().all(|it| config.hooks.contains_key(it)));
    }

    #[test]
    fn every_setting_has_its_key() {
        for setting in ALL {
            assert!(CONFIG.keys.contains(&setting.key));
        }
        // The hooks' table is the one that is no setting.
        assert_eq!(CONFIG.keys.len(), ALL.len() + 1);
    }
}
