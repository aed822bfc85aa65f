//! What a message says, in its reader's language and within its room.

use expect_test::expect;
use proptest::prelude::*;

use crate::channel::letter::{Item, ItemKind, Letter};
use crate::channel::preference::MessageLanguage;
use crate::channel::words;
use crate::diagnosis::DiagnosisStep;
use crate::handbook::EntryState;
use crate::matter::{CommonStep, MatterKind, NoticeReason, Severity};
use crate::rectification::RectificationStep;
use crate::task::TaskStep;
use crate::warning::condition::ConditionKind;
use crate::warning::{LET_GO, WarningStep};

#[test]
fn what_is_due_and_no_matter_is_said_without_a_number() {
    let due = Item {
        kind: ItemKind::Due,
        number: String::new(),
        severity: None,
        reason: NoticeReason::FollowUp,
        step: None,
        link: None,
        ..item(1, "第一税务所 · 申报率")
    };
    let label = Item { reason: NoticeReason::Label, title: String::new(), ..due.clone() };
    let subject = |item: &Item, language| Letter::about(std::slice::from_ref(item), language).subject;
    assert_eq!(subject(&due, MessageLanguage::Chinese), "【Baton】得分风险待跟踪：第一税务所 · 申报率");
    assert_eq!(subject(&label, MessageLanguage::English), "【Baton】Risk label");
}

fn item(number: u32, title: &str) -> Item {
    Item {
        kind: ItemKind::Matter(MatterKind::Warning),
        number: format!("YJ-2026-{number:05}"),
        title: title.to_owned(),
        severity: Some(Severity::Orange),
        reason: NoticeReason::Step,
        step: Some("ISSUE".to_owned()),
        by: None,
        due: "2026-06-09".parse().ok(),
        link: Some("https://baton.example/warnings/1".to_owned()),
    }
}

#[test]
fn a_message_says_what_it_is_about_in_its_readers_language() {
    let order = Item {
        kind: ItemKind::Matter(MatterKind::Rectification),
        severity: None,
        reason: NoticeReason::Overdue,
        step: Some("REPORT".to_owned()),
        by: Some("李明".to_owned()),
        link: None,
        ..item(2, "逾期未申报")
    };
    let items = [item(1, "申报率低于目标"), order];
    let zh = Letter::about(&items, MessageLanguage::Chinese);
    let en = Letter::about(&items[..1], MessageLanguage::English);
    let test = Letter::test(MessageLanguage::Chinese);
    let shown = [
        zh.subject.clone(),
        zh.plain(9_000),
        zh.markdown(9_000),
        en.subject.clone(),
        en.plain(9_000),
        test.subject.clone(),
        test.markdown(900),
    ]
    .join("\n----\n");
    expect![[r#"
        【Baton】2 条消息
        ----
        预警 · 橙色 YJ-2026-00001 有新进展：申报率低于目标
        发出预警
        期限 2026-06-09
        https://baton.example/warnings/1

        整改 YJ-2026-00002 已超期：逾期未申报
        提交整改报告
        经办 李明
        期限 2026-06-09

        内容和办理请登录系统查看。接收方式可在“消息提醒设置”中调整。
        ----
        **[预警 · 橙色 YJ-2026-00001 有新进展：申报率低于目标](https://baton.example/warnings/1)**
        > 发出预警
        > 期限 2026-06-09

        **整改 YJ-2026-00002 已超期：逾期未申报**
        > 提交整改报告
        > 经办 李明
        > 期限 2026-06-09

        内容和办理请登录系统查看。接收方式可在“消息提醒设置”中调整。
        ----
        【Baton】Warning · Orange YJ-2026-00001 News：申报率低于目标
        ----
        Warning · Orange YJ-2026-00001 News：申报率低于目标
        Issued
        By 2026-06-09
        https://baton.example/warnings/1

        Sign in to read more and to act. How you are told can be changed under notification settings.
        ----
        【Baton】测试消息
        ----
        **测试消息**
        > 收到这条消息，说明这个渠道可以使用。

        内容和办理请登录系统查看。接收方式可在“消息提醒设置”中调整。"#]]
    .assert_eq(&shown);
}

#[test]
fn a_message_names_the_step_of_every_kind() {
    let steps = [
        (MatterKind::Warning, "RECEIVE", "确认收到"),
        (MatterKind::Rectification, "ATTACH", "添加附件"),
        (MatterKind::Diagnosis, "SET_MEASURES", "制定措施"),
        (MatterKind::Task, "URGE", "提醒"),
    ];
    for (kind, step, word) in steps {
        let kind = ItemKind::Matter(kind);
        let told = Item { kind, step: Some(step.to_owned()), ..item(1, "申报率低于目标") };
        let text = Letter::about(&[told], MessageLanguage::Chinese).plain(9_000);
        assert_eq!(text.lines().nth(1), Some(word), "{text}");
    }
}

#[test]
fn a_message_about_the_handbook_says_what_became_of_the_entry() {
    let entry = Item {
        kind: ItemKind::Entry,
        number: String::new(),
        severity: None,
        step: Some("REJECTED".to_owned()),
        due: None,
        link: None,
        ..item(1, "没有清单")
    };
    let letter = Letter::about(&[entry], MessageLanguage::Chinese);
    assert_eq!(letter.subject, "【Baton】诊断手册 有新进展：没有清单");
    assert_eq!(letter.plain(9_000).lines().nth(1), Some("未采用"));
}

#[test]
fn every_step_and_condition_has_a_word_in_both_languages() {
    let is_chinese = |text: &str| text.contains(|letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter));
    for &kind in MatterKind::ALL {
        let own: Vec<&str> = match kind {
            MatterKind::Warning => WarningStep::ALL.iter().map(|step| step.code()).chain([LET_GO]).collect(),
            MatterKind::Rectification => RectificationStep::ALL.iter().map(|step| step.code()).collect(),
            MatterKind::Diagnosis => DiagnosisStep::ALL.iter().map(|step| step.code()).collect(),
            MatterKind::Task => TaskStep::ALL.iter().map(|step| step.code()).collect(),
        };
        for code in own.into_iter().chain(CommonStep::ALL.iter().map(|step| step.code())) {
            let (zh, en) = words::step(kind, code).unwrap_or_else(|| panic!("{kind} {code}"));
            assert!(is_chinese(zh) && !en.trim().is_empty() && !is_chinese(en), "{kind} {code}: {zh}, {en}");
            assert!(!zh.starts_with('扣') && !zh.starts_with("失分"), "{kind} {code}: {zh}");
        }
        assert_eq!(words::step(kind, "NO_STEP"), None);
    }
    let conditions = ConditionKind::ALL.iter().map(|&condition| words::condition(condition));
    for (zh, en) in conditions.chain(EntryState::ALL.iter().map(|&state| words::entry_state(state))) {
        assert!(is_chinese(zh) && !en.trim().is_empty() && !is_chinese(en), "{zh}, {en}");
    }
}

#[test]
fn what_people_wrote_makes_no_marks_and_calls_nobody() {
    let title = "[click](https://evil.example) <at user_id=\"all\"></at>\n# @all **x**";
    let letter = Letter::about(&[item(1, title)], MessageLanguage::Chinese);
    let marked = letter.markdown(9_000);
    assert!(
        !marked.contains("[click]") && !marked.contains("<at") && !marked.contains("\n#") && !marked.contains('@'),
        "{marked}"
    );
    assert!(!letter.plain(9_000).contains("<at") && !letter.subject.contains('\n'), "{}", letter.subject);
}

proptest! {
    #[test]
    fn a_message_keeps_to_its_room_and_says_how_many_are_left_out(number in 1_u32..60, most in 600_usize..9_000) {
        let items: Vec<Item> = (0..number).map(|number| item(number, "申报率低于目标")).collect();
        let letter = Letter::about(&items, MessageLanguage::Chinese);
        for text in [letter.plain(most), letter.markdown(most)] {
            prop_assert!(text.len() <= most, "{} > {most}", text.len());
            let told = text.matches("YJ-2026-").count();
            let left = usize::try_from(number).unwrap() - told;
            prop_assert_eq!(text.contains(&format!("另有 {left} 条")), left > 0);
        }
    }
}
