//! A chart people explore: ECharts, fetched when the first one is shown. What it shows is an option of `option`.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = "import", catch)]
    fn fetch_module(address: &str) -> Result<js_sys::Promise, JsValue>;
}

/// A drawn chart, for pictures of it.
#[derive(Clone, Copy)]
pub struct ChartHandle {
    drawn: StoredValue<Option<Drawn>, LocalStorage>,
}

struct Drawn {
    module: JsValue,
    handle: JsValue,
    // Kept as long as the chart, which calls it.
    _on_click: Closure<dyn FnMut(String)>,
}

impl ChartHandle {
    /// Of no chart yet.
    pub fn new() -> Self {
        Self { drawn: StoredValue::new_local(None) }
    }

    /// The chart as a PNG data address; none before it is drawn.
    pub fn png(self, background: &str) -> Option<String> {
        self.drawn.with_value(|drawn| {
            let drawn = drawn.as_ref()?;
            call(&drawn.module, "png", &[&drawn.handle, &background.into()]).ok()?.as_string()
        })
    }

    fn show(self, option: &str) {
        self.drawn.with_value(|drawn| {
            if let Some(drawn) = drawn {
                // A chart that cannot be redrawn stays as it was; its table is always right.
                let _ = call(&drawn.module, "update", &[&drawn.handle, &option.into()]);
            }
        });
    }

    fn dispose(self) {
        let drawn = self.drawn.try_update_value(Option::take).flatten();
        if let Some(drawn) = drawn {
            let _ = call(&drawn.module, "dispose", &[&drawn.handle]);
        }
    }
}

/// A chart of an option. `label` is its accessible name; a click hands the clicked point over as JSON.
#[component]
pub fn Chart(
    #[prop(into)] label: String,
    #[prop(into)] option: Signal<String>,
    handle: ChartHandle,
    on_click: Callback<String>,
    failed: &'static str,
    #[prop(default = "chart")] class: &'static str,
) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    let broken = RwSignal::new(false);
    Effect::new(move |mounted: Option<bool>| {
        let option = option.get();
        let Some(element) = place.get() else { return false };
        if mounted == Some(true) {
            handle.show(&option);
            return true;
        }
        leptos::task::spawn_local(async move {
            match draw(&element, &option, on_click).await {
                // Dropped where the page went on before the chart came.
                Ok(drawn) => drop(handle.drawn.try_set_value(Some(drawn))),
                Err(_) => drop(broken.try_set(true)),
            }
        });
        true
    });
    on_cleanup(move || handle.dispose());
    view! {
        <div class=class role="img" aria-label=label node_ref=place></div>
        {move || broken.get().then(|| view! { <p class="fine" role="status">{failed}</p> })}
    }
}

async fn draw(element: &web_sys::HtmlDivElement, option: &str, on_click: Callback<String>) -> Result<Drawn, JsValue> {
    // Named by the document and not linked, so that the browser fetches it for no page without a chart.
    let named = document().get_element_by_id("charts").ok_or(JsValue::NULL)?;
    let address = named.get_attribute("content").ok_or(JsValue::NULL)?;
    let module = JsFuture::from(fetch_module(&address)?).await?;
    let clicked = Closure::<dyn FnMut(String)>::new(move |point| on_click.run(point));
    let handle = call(&module, "mount", &[element.as_ref(), &option.into(), clicked.as_ref()])?;
    Ok(Drawn { module, handle, _on_click: clicked })
}

fn call(module: &JsValue, name: &str, arguments: &[&JsValue]) -> Result<JsValue, JsValue> {
    let function: js_sys::Function = js_sys::Reflect::get(module, &name.into())?.dyn_into()?;
    function.apply(&JsValue::NULL, &arguments.iter().copied().collect::<js_sys::Array>())
}
