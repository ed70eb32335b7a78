//! scratch
use std::io::Read;
use qbank_formats::*;
use qbank_model::MediaPath;
#[path = "../src/sample.rs"]
mod sample;
struct Svg;
impl MediaSource for Svg {
    fn open(&self, _: &MediaPath) -> std::io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(&b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>"[..]))
    }
}
fn main() {
    let bank = sample::bank();
    let items: Vec<_> = bank.items().collect();
    let selection = Selection { bank: &bank, items, version: "0.1.0" };
    let dir = std::env::args().nth(1).unwrap();
    for format in Format::ALL {
        let package = export(&selection, format).unwrap();
        let mut out = std::io::BufWriter::new(std::fs::File::create(format!("{dir}/sample.{}", format.extension())).unwrap());
        write_package(&package, &Svg, &mut out).unwrap();
        println!("{} losses {}", format.as_str(), package.losses.len());
    }
}
