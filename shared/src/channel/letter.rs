//! The text of a message: what it is about, why it is sent, until when, and where to look. What was said in the matter and the numbers it
//! is about stay inside.

use chrono::NaiveDate;

use super::preference::MessageLanguage;
use super::words::{self, Pair, said};
use crate::matter::{MatterKind, NoticeReason, Severity};

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemKind {
    /// A matter of a kind.
    Matter(MatterKind),
    /// An entry of the handbook.
    Entry,
    /// What is due and no matter: why it is told says what it is.
    Due,
}

impl ItemKind {
    /// The written form, for programs; none for what is due.
    #[must_use]
    pub const fn code(self) -> Option<&'static str> {
        match self {
            Self::Matter(kind) => Some(kind.code()),
            Self::Entry => Some("HANDBOOK_ENTRY"),
            Self::Due => None,
        }
    }

    const fn word(self) -> Option<Pair> {
        match self {
            Self::Matter(kind) => Some(words::kind(kind)),
            Self::Entry => Some(words::HANDBOOK),
            Self::Due => None,
        }
    }

    /// What was done to it, or what became of it.
    fn step(self, code: &str) -> Option<Pair> {
        match self {
            Self::Matter(kind) => words::step(kind, code),
            Self::Entry => code.parse().ok().map(words::entry_state),
            Self::Due => None,
        }
    }
}

/// One thing a message tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// Its number; empty for what is no matter.
    pub number: String,
    /// In one line.
    pub title: String,
    /// How urgent it is, if that is said.
    pub severity: Option<Severity>,
    /// Why it is told.
    pub reason: NoticeReason,
    /// What was done: the code of a step; of an entry of the handbook, the state it came to.
    pub step: Option<String>,
    /// Who did it; none for the system.
    pub by: Option<String>,
    /// The day its next clock ends.
    pub due: Option<NaiveDate>,
    /// Where to look, where the address people reach the server by is known.
    pub link: Option<String>,
}

/// A message as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// In one line.
    pub subject: String,
    parts: Vec<Part>,
    foot: &'static str,
    more: &'static str,
}

/// What is said of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    head: String,
    lines: Vec<String>,
    link: Option<String>,
}

const BRAND: &str = "Baton";
const NEWS: Pair = ("{0} 条消息", "{0} messages");
const BY: Pair = ("期限", "By");
const WHO: Pair = ("经办", "Done by");
const FOOT: Pair = (
    "内容和办理请登录系统查看。接收方式可在“消息提醒设置”中调整。",
    "Sign in to read more and to act. How you are told can be changed under notification settings.",
);
const MORE: Pair = ("另有 {0} 条，请在系统的“消息”中查看。", "{0} more: please look at your messages.");
const TEST: Pair = ("测试消息", "Test message");
const WORKS: Pair = ("收到这条消息，说明这个渠道可以使用。", "This message shows that the channel works.");

impl Letter {
    /// A message about some things; the most urgent is said first.
    #[must_use]
    pub fn about(items: &[Item], language: MessageLanguage) -> Self {
        let mut items: Vec<&Item> = items.iter().collect();
        items.sort_by_key(|item| std::cmp::Reverse(super::urgency(item.reason, item.severity)));
        let parts: Vec<Part> = items.iter().map(|item| part(item, language)).collect();
        let what = match parts.as_slice() {
            [only] => only.head.clone(),
            parts => said(NEWS, language).replace("{0}", &parts.len().to_string()),
        };
        Self { subject: format!("【{BRAND}】{what}"), parts, foot: said(FOOT, language), more: said(MORE, language) }
    }

    /// A message that only shows that a channel works.
    #[must_use]
    pub fn test(language: MessageLanguage) -> Self {
        let head = said(TEST, language).to_owned();
        let subject = format!("【{BRAND}】{head}");
        let parts = vec![Part { head, lines: vec![said(WORKS, language).to_owned()], link: None }];
        Self { subject, parts, foot: said(FOOT, language), more: said(MORE, language) }
    }

    /// The text without any marks, of at most so many bytes.
    #[must_use]
    pub fn plain(&self, most: usize) -> String {
        self.fitting(most, |part| {
            let lines = std::iter::once(&part.head).chain(&part.lines).chain(&part.link);
            lines.map(|line| harmless(line)).collect::<Vec<_>>().join("\n")
        })
    }

    /// The text in the Markdown of group chats, of at most so many bytes. What people wrote makes no marks in it.
    #[must_use]
    pub fn markdown(&self, most: usize) -> String {
        self.fitting(most, |part| {
            let head = unmarked(&part.head);
            let head = match &part.link {
                Some(link) => format!("**[{head}]({link})**"),
                None => format!("**{head}**"),
            };
            let lines = part.lines.iter().map(|line| format!("> {}", unmarked(line)));
            std::iter::once(head).chain(lines).collect::<Vec<_>>().join("\n")
        })
    }

    fn fitting(&self, most: usize, write: impl Fn(&Part) -> String) -> String {
        let room = most.saturating_sub(self.foot.len() + self.more.len() + 16);
        let mut text = String::new();
        let mut told = 0;
        for part in &self.parts {
            let next = write(part);
            if text.len() + next.len() > room {
                break;
            }
            text.push_str(&next);
            text.push_str("\n\n");
            told += 1;
        }
        if told < self.parts.len() {
            text.push_str(&self.more.replace("{0}", &(self.parts.len() - told).to_string()));
            text.push_str("\n\n");
        }
        text.push_str(self.foot);
        text
    }
}

/// Longest title said, in letters.
const LONGEST_TITLE: usize = 120;

fn part(item: &Item, language: MessageLanguage) -> Part {
    let word = |pair| said(pair, language);
    let title: String = one_line(&item.title).chars().take(LONGEST_TITLE).collect();
    let reason = word(words::reason(item.reason));
    let kind = item.kind.word().map(|kind| match item.severity {
        Some(severity) => format!("{} · {}", word(kind), word(words::severity(severity))),
        None => word(kind).to_owned(),
    });
    let head = [kind.as_deref().unwrap_or_default(), item.number.as_str(), reason];
    let head = head.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let head = if title.is_empty() { head } else { format!("{head}：{title}") };
    let step = item.step.as_deref().and_then(|code| item.kind.step(code)).map(word);
    let by = item.by.as_deref().map(|by| format!("{} {}", word(WHO), one_line(by)));
    let due = item.due.map(|due| format!("{} {due}", word(BY)));
    let lines = step.map(ToOwned::to_owned).into_iter().chain(by).chain(due).collect();
    Part { head, lines, link: item.link.clone() }
}

/// Text of people in one line.
fn one_line(text: &str) -> String {
    text.split(|it: char| it.is_control() || it.is_whitespace())
        .filter(|it| !it.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// In a chat `<at user_id="all">` would call everybody.
fn harmless(text: &str) -> String {
    text.replace('<', "＜").replace('>', "＞")
}

/// Text of people in which nothing is a mark or a link.
fn unmarked(text: &str) -> String {
    let plain = |letter| match letter {
        '[' => '［',
        ']' => '］',
        '*' => '＊',
        '`' => '\'',
        '#' => '＃',
        '@' => '＠',
        other => other,
    };
    harmless(text).chars().map(plain).collect()
}
