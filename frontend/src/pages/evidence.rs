//! Files that hang on a matter, as every page of a matter shows them, and the way to add some: in pieces, with progress, and from where
//! it broke off. No page of its own.

use leptos::html;
use leptos::prelude::*;
use web_sys::{File, Url};

use crate::api::codes::{ErrorCode, EvidenceKind};
use crate::api::failure::Failure;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::evidence::bytes;
use crate::locale::fill;
use crate::locale::word::Word;
use crate::operations;
use crate::parts::card;
use crate::parts::dialog::Dialog;
use crate::parts::form::Form;
use crate::parts::state;

operations!("src/pages/evidence.graphql": BeginUpload, UploadSoFar, GiveUpUpload, AttachEvidence);
use ask::{
    AttachEvidence, BeginUpload, GiveUpUpload, UploadSoFar, attach_evidence, begin_upload, give_up_upload,
    upload_so_far,
};

/// What a page knows of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Hung {
    /// Its id.
    pub id: EvidenceId,
    /// What it is called.
    pub name: String,
    /// What it holds.
    pub kind: EvidenceKind,
    /// How many bytes it has.
    pub size: i64,
    /// The part of the matter it belongs to, by number.
    pub item: Option<i64>,
}

/// The card of a matter's files: for the whole, and for each of its parts (its measures or findings, by number); with the way to add
/// some for whoever may.
pub fn card(
    frame: Frame,
    matter: MatterId,
    parts: &[(i64, String)],
    all: &[Hung],
    changed: Option<Callback<()>>,
) -> AnyView {
    let text = frame.locale.text.evidence();
    let add = changed.map(|changed| hang(frame, matter, parts, changed));
    let of = |item: Option<i64>| -> Vec<Hung> { all.iter().filter(|file| file.item == item).cloned().collect() };
    let whole = of(None);
    let whole = (!whole.is_empty()).then(|| files(frame, whole));
    let each: Vec<_> = parts
        .iter()
        .filter_map(|(item, what)| {
            let hung = of(Some(*item));
            let title = fill(text.part, &[&item.to_string(), what]);
            (!hung.is_empty()).then(|| view! { <h3>{title}</h3> {files(frame, hung)} })
        })
        .collect();
    let none = all.is_empty().then(|| view! { <p class="quiet">{text.none}</p> });
    card::card(text.title, add.into_any(), view! { {none} {whole} {each} }.into_any())
}

/// Tries of one piece before the user is asked.
const TRIES: u32 = 3;

/// Files as a list: pictures are shown, everything can be taken out.
fn files(frame: Frame, files: Vec<Hung>) -> AnyView {
    let lines: Vec<_> = files.into_iter().map(|file| view! { <li>{line(frame, file)}</li> }).collect();
    view! { <ul class="files">{lines}</ul> }.into_any()
}

fn address(id: EvidenceId) -> String {
    format!("/files/evidence/{id}")
}

fn line(frame: Frame, file: Hung) -> AnyView {
    let locale = frame.locale;
    let refused = RwSignal::new(None::<Failure>);
    let Hung { id, name, kind, size, .. } = file;
    let label = fill(locale.text.evidence().download, &[&name]);
    let picture = kind.is_picture().then(|| picture(frame, id, name.clone()));
    let shown = name.clone();
    let fetch = move |_| {
        let name = name.clone();
        leptos::task::spawn_local(async move {
            refused.set(frame.client.download(&address(id), &name).await.err());
        });
    };
    view! {
        {picture}
        <button class="link" type="button" aria-label=label on:click=fetch>{shown}</button>
        <small class="quiet">{kind.word(locale)} " · " {bytes(size)}</small>
        {move || refused.get().map(|failure| state::complaint(locale, &failure))}
    }
    .into_any()
}

/// The picture itself, fetched with the token; nothing while it is not here.
fn picture(frame: Frame, id: EvidenceId, name: String) -> AnyView {
    let load = Load::new(move || async move { frame.client.object(&address(id)).await });
    on_cleanup(move || {
        if let Some(object) = load.ready() {
            // Where it cannot be given back, the browser does so with the page.
            drop(Url::revoke_object_url(&object));
        }
    });
    let shown = move || {
        let object = load.ready()?;
        Some(view! { <img class="photograph" src=object.as_str().to_owned() alt=name.clone() loading="lazy"/> })
    };
    shown.into_any()
}

/// A file on its way, with how much of it the server has.
#[derive(Clone)]
struct Sending {
    file: File,
    name: String,
    size: i64,
    upload: RwSignal<Option<UploadId>>,
    received: RwSignal<i64>,
}

#[expect(clippy::cast_possible_truncation, reason = "a browser counts bytes in doubles, exact far beyond any file")]
fn sending(file: File) -> Sending {
    let (name, size) = (file.name(), file.size() as i64);
    Sending { file, name, size, upload: RwSignal::new(None), received: RwSignal::new(0) }
}

/// What files are hung on.
#[derive(Clone, Copy)]
struct On {
    frame: Frame,
    matter: MatterId,
    open: RwSignal<bool>,
}

/// The button with its dialog. `items`: the parts a file may belong to, by number.
fn hang(frame: Frame, matter: MatterId, items: &[(i64, String)], changed: Callback<()>) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.evidence();
    let (form, open) = (Form::new(locale), RwSignal::new(false));
    let on = On { frame, matter, open };
    let (item, words) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let chosen = RwSignal::new_local(Vec::<Sending>::new());
    form.guard(Signal::derive(move || open.get() && chosen.with(|chosen| !chosen.is_empty())));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let files = chosen.get_untracked();
        if files.is_empty() {
            return form.refuse(vec![("files", text.choose_some)]);
        }
        let (item, words) = (item.get_untracked().parse().ok(), words.get_untracked());
        form.send(on.sent(files, item, words), move |()| {
            open.set(false);
            changed.run(());
        });
    };
    let whole = (String::new(), text.whole.to_owned());
    let measures = items.iter().map(|(item, what)| (item.to_string(), fill(text.part, &[&item.to_string(), what])));
    let choices: Vec<_> = std::iter::once(whole).chain(measures).collect();
    let choices = StoredValue::new(choices);
    view! {
        <button class="button on-screen" type="button" on:click=move |_| open.set(true)>{text.hang}</button>
        <Dialog title=text.hang open=open may_close=form.may_close()>
            <form on:submit=submit>
                {chooser(form, text.choose, chosen)}
                {progress(chosen)}
                {choices.with_value(|choices| (choices.len() > 1).then(|| form.choice("item", text.belongs, item, choices.clone())))}
                {form.lines("words", text.words, words)}
                <p class="fine">{text.resume}</p>
                {form.foot(open, text.send)}
            </form>
        </Dialog>
    }
    .into_any()
}

fn chooser(form: Form, label: &'static str, chosen: RwSignal<Vec<Sending>, LocalStorage>) -> AnyView {
    let input = NodeRef::<html::Input>::new();
    let accept: Vec<&str> = EvidenceKind::ALL.iter().map(|kind| kind.media_type()).collect();
    let choose = move |_| {
        let list = input.get_untracked().and_then(|input| input.files());
        let files = list.iter().flat_map(|list| (0..list.length()).filter_map(|place| list.get(place)));
        chosen.set(files.map(sending).collect());
        // What was wrong with other files is not wrong with these.
        form.forget();
    };
    view! {
        <label class="field broad"><span>{label}</span>
            <input node_ref=input type="file" multiple=true accept=accept.join(",") disabled=move || form.busy() on:change=choose />
            {form.told("files")}
        </label>
    }
    .into_any()
}

fn progress(chosen: RwSignal<Vec<Sending>, LocalStorage>) -> AnyView {
    let lines = move || {
        let line = |file: Sending| {
            let Sending { name, size, received, .. } = file;
            let said = move || format!("{} / {}", bytes(received.get()), bytes(size));
            view! {
                <li><span>{name.clone()}</span> <progress max=size.to_string() value=move || received.get().to_string() aria-label=name></progress>
                    <small class="quiet">{said}</small></li>
            }
        };
        chosen.get().into_iter().map(line).collect::<Vec<_>>()
    };
    view! { <ul class="sending" aria-live="polite">{lines}</ul> }.into_any()
}

impl On {
    /// Sends what is not there yet, then hangs all of it on the matter.
    async fn sent(self, files: Vec<Sending>, item: Option<i64>, words: String) -> Result<(), Failure> {
        let mut uploads = Vec::with_capacity(files.len());
        for file in &files {
            match self.upload(file).await? {
                Some(upload) => uploads.push(upload),
                None => return self.given_up(&files).await,
            }
        }
        let variables = attach_evidence::Variables { matter: self.matter, uploads, item, words };
        self.frame.client.ask::<AttachEvidence>(variables).await.map(drop)
    }

    /// Sends one file to its end; nothing where the dialog was closed meanwhile.
    async fn upload(self, file: &Sending) -> Result<Option<UploadId>, Failure> {
        let (id, mut received, piece) = self.begun(file).await?;
        let mut tries = 0;
        while received < file.size {
            if !self.open.try_get_untracked().unwrap_or_default() {
                return Ok(None);
            }
            let until = file.size.min(received.saturating_add(piece));
            match self.frame.client.send_piece(&id.to_string(), &file.file, received, until).await {
                Ok(reached) => (received, tries) = (reached, 0),
                // The connection broke, or a piece came that nobody heard of: the server says where to go on.
                Err(failure) if tries < TRIES && may_go_on(&failure) => {
                    tries += 1;
                    received = self.so_far(id).await?.0;
                }
                Err(failure) => return Err(failure),
            }
            file.received.set(received);
        }
        Ok(Some(id))
    }

    async fn begun(self, file: &Sending) -> Result<(UploadId, i64, i64), Failure> {
        if let Some(id) = file.upload.get_untracked() {
            let (received, piece) = self.so_far(id).await?;
            return Ok((id, received, piece));
        }
        let variables = begin_upload::Variables { matter: self.matter, name: file.name.clone(), size: file.size };
        let begun = self.frame.client.ask::<BeginUpload>(variables).await?.begin_upload;
        file.upload.set(Some(begun.id));
        Ok((begun.id, begun.received, begun.piece_bytes))
    }

    async fn so_far(self, upload: UploadId) -> Result<(i64, i64), Failure> {
        let here = self.frame.client.ask::<UploadSoFar>(upload_so_far::Variables { upload }).await?.upload;
        Ok((here.received, here.piece_bytes))
    }

    async fn given_up(self, files: &[Sending]) -> Result<(), Failure> {
        for upload in files.iter().filter_map(|file| file.upload.get_untracked()) {
            // What cannot be given up now is thrown away a day later.
            drop(self.frame.client.ask::<GiveUpUpload>(give_up_upload::Variables { upload }).await);
        }
        Err(Failure::unreachable(self.frame.locale.text.evidence().cancelled.to_owned()))
    }
}

fn may_go_on(failure: &Failure) -> bool {
    match failure.code {
        ErrorCode::Unavailable | ErrorCode::Refused | ErrorCode::Stale | ErrorCode::RateLimited => true,
        ErrorCode::Unauthenticated
        | ErrorCode::NotFound
        | ErrorCode::Forbidden
        | ErrorCode::Invalid
        | ErrorCode::Limit
        | ErrorCode::Internal => false,
    }
}
