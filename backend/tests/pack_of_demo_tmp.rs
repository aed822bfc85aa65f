//! temporary
#[test]
fn reads() {
    for folder in ["/tmp/demo_city"] {
        if let Err(problems) = backend::pack::read(std::path::Path::new(folder)) {
            for problem in problems.iter().take(30) { println!("{problem}"); }
            panic!("{}", problems.len());
        }
    }
}
