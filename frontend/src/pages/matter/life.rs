//! How far a matter has come: the stages of its life, each done, under way or to come.

use leptos::prelude::*;

use crate::locale::Locale;

/// Where a stage stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Done,
    Now,
    ToCome,
}

impl Stage {
    /// Of the stage at a place, where `now` is the one under way: those before it are done. Past the last one all are; none is for what
    /// was taken back.
    pub fn of(place: usize, now: Option<usize>) -> Self {
        match now {
            Some(now) if place < now => Self::Done,
            Some(now) if place == now => Self::Now,
            _ => Self::ToCome,
        }
    }
}

/// The stages by name, in order.
pub fn life(locale: Locale, stages: impl Iterator<Item = (&'static str, Stage)>) -> AnyView {
    let text = locale.text.matters();
    let stages: Vec<_> = stages
        .map(|(name, stage)| {
            let (class, current) = match stage {
                Stage::Done => ("done", None),
                Stage::Now => ("now", Some("step")),
                Stage::ToCome => ("", None),
            };
            let said = (stage == Stage::Done).then(|| view! { <span class="unseen">{text.done}</span> });
            view! { <li class=class aria-current=current>{name} " " {said}</li> }
        })
        .collect();
    view! { <ol class="life" aria-label=text.life>{stages}</ol> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_before_the_stage_under_way_is_done() {
        let all = |now| [0, 1, 2].map(|place| Stage::of(place, now));
        assert_eq!(all(Some(1)), [Stage::Done, Stage::Now, Stage::ToCome]);
        assert_eq!(all(Some(3)), [Stage::Done; 3]);
        assert_eq!(all(None), [Stage::ToCome; 3]);
    }
}
