//! What a channel takes, when a message goes out and what becomes of it, as tables.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use expect_test::expect;
use proptest::prelude::*;

use super::delivery::{DeliveryAnswer, DeliveryState, DeliveryStep, MOST_TRIES, pause_after};
use super::preference::{Digest, DigestKind, LocalTime, Preferences, QuietHours};
use super::*;
use crate::calendar::{Calendar, local};
use crate::id::Id;

mod letter;

#[test]
fn a_delivery_goes_this_way_and_no_other() {
    let mut table = String::new();
    for &state in DeliveryState::ALL {
        let steps = DeliveryStep::ALL.iter().filter_map(|&step| Some(format!(" {step}→{}", state.after(step).ok()?)));
        table += &format!("{state}:{}\n", steps.collect::<String>());
    }
    expect![[r#"
        WAITING: CLAIM→SENDING
        SENDING: CLAIM→SENDING DELIVER→SENT POSTPONE→WAITING GIVE_UP→FAILED SUPPRESS→SUPPRESSED
        SENT:
        FAILED: RETRY→WAITING
        SUPPRESSED:
    "#]]
    .assert_eq(&table);
}

#[test]
fn what_may_mend_is_tried_again_for_a_day_and_the_rest_is_given_up() {
    let mut table = String::new();
    for &answer in DeliveryAnswer::ALL {
        let then = (1..=MOST_TRIES).map(|tries| answer.then(tries, false).code()).collect::<Vec<_>>();
        let steps = if then.iter().all(|step| *step == then[0]) { then[0].to_owned() } else { then.join(" ") };
        table += &format!("{answer}: {steps}; test: {}\n", answer.then(1, true));
    }
    expect![[r#"
        ACCEPTED: DELIVER; test: DELIVER
        REJECTED: POSTPONE POSTPONE POSTPONE POSTPONE POSTPONE GIVE_UP; test: GIVE_UP
        TIMED_OUT: POSTPONE POSTPONE POSTPONE POSTPONE POSTPONE GIVE_UP; test: GIVE_UP
        UNREACHABLE: POSTPONE POSTPONE POSTPONE POSTPONE POSTPONE GIVE_UP; test: GIVE_UP
        ADDRESS_REFUSED: GIVE_UP; test: GIVE_UP
        REDIRECTED: GIVE_UP; test: GIVE_UP
        NOT_CONFIGURED: GIVE_UP; test: GIVE_UP
        INTERRUPTED: GIVE_UP; test: GIVE_UP
        NOTHING_TO_SAY: SUPPRESS; test: SUPPRESS
        CHANNEL_GONE: SUPPRESS; test: SUPPRESS
    "#]]
    .assert_eq(&table);
    let pauses: Vec<_> = (0..=MOST_TRIES).map(|tries| pause_after(tries).map(|pause| pause.num_minutes())).collect();
    assert_eq!(pauses, [None, Some(1), Some(5), Some(30), Some(120), Some(720), None]);
}

fn time(text: &str) -> LocalTime {
    text.parse().unwrap()
}

/// A moment by the clock of the bureau.
fn at(text: &str) -> DateTime<Utc> {
    crate::calendar::moment(format!("{text}:00").parse().unwrap())
}

/// The national day of 2026: 1 to 7 October are free, Saturday 10 is worked.
fn october() -> Calendar {
    let free = (1..=7).filter_map(|date| NaiveDate::from_ymd_opt(2026, 10, date)).map(|day| (day, false));
    Calendar::new(free.chain([("2026-10-10".parse().unwrap(), true)]))
}

#[test]
fn a_message_goes_out_at_this_moment() {
    let quiet = Some(QuietHours::try_new(time("22:00"), time("07:30")).unwrap());
    let noon = Some(QuietHours::try_new(time("12:00"), time("14:00")).unwrap());
    let with = |digest, quiet| Preferences { quiet, digest, ..Preferences::default() };
    let (daily, friday) = (Digest::Daily(time("08:30")), Digest::Weekly(5, time("16:00")));
    let cases = [
        ("at once", with(Digest::Immediate, None)),
        ("at once, quiet at night", with(Digest::Immediate, quiet)),
        ("at once, quiet at noon", with(Digest::Immediate, noon)),
        ("daily", with(daily, None)),
        ("daily at a quiet hour", with(Digest::Daily(time("06:00")), quiet)),
        ("weekly", with(friday, quiet)),
    ];
    let mut table = String::new();
    for (name, preferences) in cases {
        for now in ["2026-09-30T09:00", "2026-09-30T12:30", "2026-09-30T23:10", "2026-10-03T07:29", "2026-10-09T16:00"]
        {
            let plan = preferences.plan(Severity::Orange, at(now), &october());
            let how = if plan.gathers { "gathered" } else { "alone" };
            table += &format!("{name}, {now}: {} {how}\n", local(plan.at).format("%Y-%m-%dT%H:%M"));
            let red = preferences.plan(Severity::Red, at(now), &october());
            assert_eq!((red.at, red.gathers), (at(now), false), "{name} {now}");
        }
    }
    expect![[r#"
        at once, 2026-09-30T09:00: 2026-09-30T09:00 alone
        at once, 2026-09-30T12:30: 2026-09-30T12:30 alone
        at once, 2026-09-30T23:10: 2026-09-30T23:10 alone
        at once, 2026-10-03T07:29: 2026-10-03T07:29 alone
        at once, 2026-10-09T16:00: 2026-10-09T16:00 alone
        at once, quiet at night, 2026-09-30T09:00: 2026-09-30T09:00 alone
        at once, quiet at night, 2026-09-30T12:30: 2026-09-30T12:30 alone
        at once, quiet at night, 2026-09-30T23:10: 2026-10-01T07:30 gathered
        at once, quiet at night, 2026-10-03T07:29: 2026-10-03T07:30 gathered
        at once, quiet at night, 2026-10-09T16:00: 2026-10-09T16:00 alone
        at once, quiet at noon, 2026-09-30T09:00: 2026-09-30T09:00 alone
        at once, quiet at noon, 2026-09-30T12:30: 2026-09-30T14:00 gathered
        at once, quiet at noon, 2026-09-30T23:10: 2026-09-30T23:10 alone
        at once, quiet at noon, 2026-10-03T07:29: 2026-10-03T07:29 alone
        at once, quiet at noon, 2026-10-09T16:00: 2026-10-09T16:00 alone
        daily, 2026-09-30T09:00: 2026-10-08T08:30 gathered
        daily, 2026-09-30T12:30: 2026-10-08T08:30 gathered
        daily, 2026-09-30T23:10: 2026-10-08T08:30 gathered
        daily, 2026-10-03T07:29: 2026-10-08T08:30 gathered
        daily, 2026-10-09T16:00: 2026-10-10T08:30 gathered
        daily at a quiet hour, 2026-09-30T09:00: 2026-10-08T07:30 gathered
        daily at a quiet hour, 2026-09-30T12:30: 2026-10-08T07:30 gathered
        daily at a quiet hour, 2026-09-30T23:10: 2026-10-08T07:30 gathered
        daily at a quiet hour, 2026-10-03T07:29: 2026-10-08T07:30 gathered
        daily at a quiet hour, 2026-10-09T16:00: 2026-10-10T07:30 gathered
        weekly, 2026-09-30T09:00: 2026-10-08T16:00 gathered
        weekly, 2026-09-30T12:30: 2026-10-08T16:00 gathered
        weekly, 2026-09-30T23:10: 2026-10-08T16:00 gathered
        weekly, 2026-10-03T07:29: 2026-10-08T16:00 gathered
        weekly, 2026-10-09T16:00: 2026-10-16T16:00 gathered
    "#]]
    .assert_eq(&table);
}

#[test]
fn times_and_hours_are_read_as_they_are_written() {
    for text in ["00:00", "07:05", "23:59"] {
        assert_eq!(time(text).to_string(), text);
    }
    for text in ["", "7:30", "24:00", "12:60", "12", "12:3x", "+1:00"] {
        assert!(text.parse::<LocalTime>().is_err(), "{text}");
    }
    assert!(QuietHours::try_new(time("08:00"), time("08:00")).is_err());
    assert!(Digest::try_new(DigestKind::Weekly, 0, time("08:00")).is_err());
    assert_eq!(Digest::try_new(DigestKind::Weekly, 7, time("08:00")).unwrap().kind(), DigestKind::Weekly);
}

proptest! {
    #[test]
    fn nothing_but_red_goes_out_in_quiet_hours_and_nothing_goes_out_before_it_comes_up(
        from in 0_u8..24, hours in 1_u8..24, digest in 0_u8..3, day in 1_u8..=7, hour in 0_u8..24, minutes in 0_i64..60 * 24 * 90,
    ) {
        let until = LocalTime::at_hour((from + hours) % 24);
        let quiet = QuietHours::try_new(LocalTime::at_hour(from), until).unwrap();
        let digest = match digest {
            0 => Digest::Immediate,
            1 => Digest::Daily(LocalTime::at_hour(hour)),
            _ => Digest::Weekly(day, LocalTime::at_hour(hour)),
        };
        let preferences = Preferences { quiet: Some(quiet), digest, ..Preferences::default() };
        let now = at("2026-08-20T00:00") + Duration::minutes(minutes);
        let plan = preferences.plan(Severity::Blue, now, &october());
        prop_assert!(plan.at >= now);
        prop_assert_eq!(quiet.end_after(plan.at), None);
        prop_assert!(plan.at - now < Duration::days(21));
    }
}

fn channel(kind: ChannelKind, address: &str, secret: Option<&str>) -> Channel {
    Channel {
        id: Id::from_raw(1),
        account: Id::from_raw(2),
        kind,
        name: "mine".to_owned(),
        address: address.to_owned(),
        secret: secret.map(ToOwned::to_owned),
        least: Severity::Yellow,
        reasons: [NoticeReason::Step, NoticeReason::Overdue].into(),
        is_on: true,
        version: 1,
    }
}

#[test]
fn a_channel_takes_an_address_and_a_secret_of_its_kind() {
    let cases = [
        (ChannelKind::Email, "li@tax.example.cn", None),
        (ChannelKind::Email, "li", None),
        (ChannelKind::Email, "li@host", None),
        (ChannelKind::Email, "a@b@c.example", None),
        (ChannelKind::Email, "li@tax.example\r\nBcc: x@y.example", None),
        (ChannelKind::Email, "li@tax.example", Some("is dropped")),
        (ChannelKind::Webhook, "https://hooks.example/a?b=c", Some("0123456789abcdef")),
        (ChannelKind::Webhook, "https://hooks.example/a", Some("short")),
        (ChannelKind::Webhook, "https://hooks.example/a", None),
        (ChannelKind::Webhook, "ftp://hooks.example/a", Some("0123456789abcdef")),
        (ChannelKind::Webhook, "https:///a", Some("0123456789abcdef")),
        (ChannelKind::Wecom, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k", None),
        (ChannelKind::Dingtalk, "https://oapi.dingtalk.com/robot/send?access_token=t", None),
        (ChannelKind::Feishu, "https://open.feishu.cn/open-apis/bot/v2/hook/k", Some("s")),
    ];
    let mut table = String::new();
    for (kind, address, secret) in cases {
        let made = match channel(kind, address, secret).checked() {
            Ok(channel) => {
                format!("{} {}", channel.shown(), if channel.secret.is_some() { "signed" } else { "not signed" })
            }
            Err(refusal) => refusal.to_string(),
        };
        table += &format!("{kind} {address:?}: {made}\n");
    }
    expect![[r#"
        EMAIL "li@tax.example.cn": li@tax.example.cn not signed
        EMAIL "li": address: this is no address for EMAIL; mail takes name@host, everything else an address that begins with https://
        EMAIL "li@host": address: this is no address for EMAIL; mail takes name@host, everything else an address that begins with https://
        EMAIL "a@b@c.example": address: this is no address for EMAIL; mail takes name@host, everything else an address that begins with https://
        EMAIL "li@tax.example\r\nBcc: x@y.example": address: this is no address for EMAIL; mail takes name@host, everything else an address that begins with https://
        EMAIL "li@tax.example": li@tax.example not signed
        WEBHOOK "https://hooks.example/a?b=c": https://hooks.example/… signed
        WEBHOOK "https://hooks.example/a": secret: a secret has 16 to 200 characters
        WEBHOOK "https://hooks.example/a": secret: a secret has 16 to 200 characters
        WEBHOOK "ftp://hooks.example/a": address: this is no address for WEBHOOK; mail takes name@host, everything else an address that begins with https://
        WEBHOOK "https:///a": address: this is no address for WEBHOOK; mail takes name@host, everything else an address that begins with https://
        WECOM "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k": https://qyapi.weixin.qq.com/… not signed
        DINGTALK "https://oapi.dingtalk.com/robot/send?access_token=t": https://oapi.dingtalk.com/… not signed
        FEISHU "https://open.feishu.cn/open-apis/bot/v2/hook/k": https://open.feishu.cn/… signed
    "#]].assert_eq(&table);
    let nothing = Channel { reasons: BTreeSet::new(), ..channel(ChannelKind::Email, "li@tax.example", None) };
    assert!(nothing.checked().is_err());
}

#[test]
fn a_channel_brings_what_is_asked_of_it() {
    let mut table = String::new();
    let channel = channel(ChannelKind::Email, "li@tax.example", None);
    for &reason in NoticeReason::ALL {
        for severity in [None, Some(Severity::Blue), Some(Severity::Red)] {
            let urgency = urgency(reason, severity);
            let named = severity.map_or("none", Severity::code);
            table += &format!("{reason} {named}: {urgency} {}\n", channel.wants(reason, urgency));
        }
    }
    expect![[r#"
        STEP none: BLUE false
        STEP BLUE: BLUE false
        STEP RED: RED true
        OVERDUE none: ORANGE true
        OVERDUE BLUE: ORANGE true
        OVERDUE RED: RED true
        DUE_SOON none: YELLOW false
        DUE_SOON BLUE: YELLOW false
        DUE_SOON RED: RED false
        FOLLOW_UP none: YELLOW false
        FOLLOW_UP BLUE: YELLOW false
        FOLLOW_UP RED: RED false
        LABEL none: YELLOW false
        LABEL BLUE: YELLOW false
        LABEL RED: RED false
    "#]]
    .assert_eq(&table);
    let off = Channel { is_on: false, ..channel };
    assert!(!off.wants(NoticeReason::Step, Severity::Red));
}

#[test]
fn that_somebody_is_labelled_is_told_to_no_group() {
    for &kind in ChannelKind::ALL {
        let all = NoticeReason::ALL.iter().copied().collect();
        let it = Channel { reasons: all, least: Severity::Blue, ..channel(kind, "https://hooks.example/x", None) };
        let left: Vec<_> = NoticeReason::ALL.iter().filter(|reason| !it.wants(**reason, Severity::Yellow)).collect();
        let kept: &[&NoticeReason] = if kind.is_of_group() { &[&NoticeReason::Label] } else { &[] };
        assert_eq!(left, kept, "{kind}");
        let never: Vec<_> = NoticeReason::ALL.iter().filter(|reason| !kind.may_bring(**reason)).collect();
        assert_eq!(never, kept, "{kind}");
    }
    // What was ticked for it is not kept, and alone it is nothing.
    let of_group = |reasons: &[NoticeReason]| {
        let reasons = reasons.iter().copied().collect();
        Channel { reasons, ..channel(ChannelKind::Wecom, "https://hooks.example/x", None) }.checked()
    };
    let kept = of_group(&[NoticeReason::Overdue, NoticeReason::Label]).unwrap();
    assert_eq!(kept.reasons, BTreeSet::from([NoticeReason::Overdue]));
    assert_eq!(of_group(&[NoticeReason::Label]), Err(Refusal::WordsMissing { field: "reasons".to_owned() }));
}
