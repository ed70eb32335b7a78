//! Items that players draw: one document for all variants of an item with variables.
//!
//! A player draws the number of a variant, no more. What stands in each place of the text, and the bounds of each typed
//! number, are looked up by it in lists that the exact engine has computed, so that a player's own arithmetic, binary
//! numbers and rounding have no part in it: variant `n` reads and scores as the item `id~n`.

use std::collections::BTreeMap;

use qbank_model::interaction::{Blank, DropDown, TypedNumber};
use qbank_model::template::{NumberFormat, Placeholder, Slot};
use qbank_model::{Decimal, Inline, Interaction, Item, ItemTemplate};

use super::interaction::unit;
use super::response::{Response, Test};
use crate::xml::Xml;

/// The variable that holds the number of the variant, counted from 1.
const VARIANT: &str = "VARIANT";

/// What a document looks up by the number of the variant.
pub(super) struct Draws {
    /// How many variants there are.
    n: usize,
    /// The lists, in the order in which they are first used.
    columns: Vec<Column>,
    /// The columns of places in texts.
    places: BTreeMap<Place, usize>,
    /// The fields whose right answer depends on the draw, each with the column of its key.
    keys: Vec<(String, usize)>,
}

/// A variable of the document and its value in each variant.
struct Column {
    name: String,
    base_type: &'static str,
    values: Vec<String>,
}

/// A variable of the item and how it is printed.
type Place = (usize, Option<NumberFormat>);

fn place(placeholder: &Placeholder) -> Place {
    (placeholder.variable, placeholder.format)
}

/// Returns the item whose places a document can look up; nothing where only variants say what the author means.
pub(crate) fn open_item(template: &ItemTemplate) -> Option<Item> {
    let item = template.open_item()?;
    is_looked_up(&item, &template.materialise()).then_some(item)
}

/// A formula is read after its places are filled, a title is no markup, and of the answers only typed numbers may differ.
fn is_looked_up(item: &Item, variants: &[Item]) -> bool {
    let mut is_fit = !item.title.iter().any(|inline| matches!(inline, Inline::Slot(_)));
    for text in item.texts() {
        text.for_each_inline(&mut |inline| {
            is_fit &= !matches!(inline, Inline::Slot(slot) if matches!(slot.value, Slot::Math { .. }));
        });
    }
    is_fit && variants.iter().all(|variant| answers_alike(&item.interaction, &variant.interaction))
}

/// Tells whether two variants are answered alike but for the size of typed numbers.
fn answers_alike(one: &Interaction, other: &Interaction) -> bool {
    let numbers = |one: &TypedNumber, other: &TypedNumber| unit(one) == unit(other);
    match (one, other) {
        (Interaction::Number(one), Interaction::Number(other)) => numbers(one, other),
        (Interaction::Text(one), Interaction::Text(other)) => one == other,
        (Interaction::Blanks(one), Interaction::Blanks(other)) => {
            let alike = |(one, other): (&Blank, &Blank)| match (one, other) {
                (Blank::Number(one), Blank::Number(other)) => numbers(one, other),
                (Blank::Text(one), Blank::Text(other)) => one == other,
                (Blank::DropDown(one), Blank::DropDown(other)) => options_of(one) == options_of(other),
                _ => false,
            };
            one.as_slice().iter().zip(other.as_slice()).all(alike)
        }
        // Of the others the texts alone can differ.
        _ => true,
    }
}

fn options_of(drop_down: &DropDown) -> (&[String], &str) {
    (drop_down.options(), drop_down.key())
}

impl Draws {
    /// Lists what each variant of a template shows and takes for right, and has the response look its bounds up.
    pub(super) fn of(template: &ItemTemplate, item: &Item, response: &mut Response) -> Self {
        let n = template.variants().len();
        let mut draws = Self { n, columns: Vec::new(), places: BTreeMap::new(), keys: Vec::new() };
        for text in item.texts() {
            text.for_each_inline(&mut |inline| {
                if let Inline::Slot(slot) = inline
                    && let Slot::Value(placeholder) = &slot.value
                {
                    draws.add_place(template, placeholder);
                }
            });
        }
        draws.add_bounds(&template.materialise(), response);
        draws
    }

    fn add_place(&mut self, template: &ItemTemplate, placeholder: &Placeholder) {
        if self.places.contains_key(&place(placeholder)) {
            return;
        }
        let values = template.variants().iter().map(|draw| template.printed(placeholder, *draw)).collect();
        let name = format!("VALUE_{}", self.places.len() + 1);
        let column = self.add(name, "string", values);
        self.places.insert(place(placeholder), column);
    }

    fn add_bounds(&mut self, variants: &[Item], response: &mut Response) {
        for (idx, field) in response.fields.iter_mut().enumerate() {
            let numbers: Vec<&TypedNumber> =
                variants.iter().filter_map(|variant| number_at(&variant.interaction, idx)).collect();
            let bounds: Vec<_> = numbers.iter().map(|number| number.bounds()).collect();
            if bounds.windows(2).all(|pair| pair[0] == pair[1]) {
                continue;
            }
            let print = |number: Decimal| number.normalize().to_string();
            let keys = numbers.iter().map(|number| print(number.key())).collect();
            let key = self.add(format!("KEY_{}", idx + 1), "float", keys);
            self.keys.push((field.name.clone(), key));
            field.correct.clear();
            let [low, high] = bound_names(idx);
            self.add(low, "float", bounds.iter().map(|(low, _)| print(*low)).collect());
            self.add(high, "float", bounds.iter().map(|(_, high)| print(*high)).collect());
            response.rules.for_each_test(&mut |test| match test {
                Test::Between(field, ..) if *field == idx => *test = Test::BetweenDrawn(idx),
                _ => {}
            });
        }
    }

    fn add(&mut self, name: String, base_type: &'static str, values: Vec<String>) -> usize {
        self.columns.push(Column { name, base_type, values });
        self.columns.len() - 1
    }

    /// Returns the variable that a place of the text prints.
    pub(super) fn variable(&self, placeholder: &Placeholder) -> &str {
        self.places.get(&place(placeholder)).map_or("", |column| self.columns[*column].name.as_str())
    }

    /// Declares the variables and says how they are drawn. The defaults are those of the first variant.
    pub(super) fn write(&self, xml: &mut Xml) {
        declaration(xml, VARIANT, "integer", "1");
        for column in &self.columns {
            declaration(
                xml,
                &column.name,
                column.base_type,
                column.values.first().map_or("", String::as_str),
            );
        }
        xml.open("qti-template-processing", &[]);
        xml.open("qti-set-template-value", &[("identifier", VARIANT)]);
        xml.empty("qti-random-integer", &[("min", "1"), ("max", &self.n.to_string())]);
        xml.close("qti-set-template-value");
        for column in &self.columns {
            xml.open("qti-set-template-value", &[("identifier", &column.name)]);
            column.look_up(xml);
            xml.close("qti-set-template-value");
        }
        for (field, key) in &self.keys {
            xml.open("qti-set-correct-response", &[("identifier", field)]);
            self.columns[*key].look_up(xml);
            xml.close("qti-set-correct-response");
        }
        xml.close("qti-template-processing");
    }
}

impl Column {
    /// The list stands where it is read: one of the players gives a declared variable no more than one value.
    fn look_up(&self, xml: &mut Xml) {
        xml.open("qti-index", &[("n", VARIANT)]);
        xml.open("qti-ordered", &[]);
        for value in &self.values {
            xml.open("qti-base-value", &[("base-type", self.base_type)]);
            xml.text(value);
            xml.close("qti-base-value");
        }
        xml.close("qti-ordered");
        xml.close("qti-index");
    }
}

/// Returns the variables that hold the least and the greatest number that a field takes for right.
pub(super) fn bound_names(field: usize) -> [String; 2] {
    ["LOW", "HIGH"].map(|bound| format!("{bound}_{}", field + 1))
}

fn number_at(interaction: &Interaction, field: usize) -> Option<&TypedNumber> {
    match interaction {
        Interaction::Number(number) if field == 0 => Some(number),
        Interaction::Blanks(blanks) => match blanks.as_slice().get(field)? {
            Blank::Number(number) => Some(number),
            Blank::Text(_) | Blank::DropDown(_) => None,
        },
        _ => None,
    }
}

fn declaration(xml: &mut Xml, name: &str, base_type: &str, default: &str) {
    let attributes = [("identifier", name), ("cardinality", "single"), ("base-type", base_type)];
    xml.open("qti-template-declaration", &attributes);
    xml.open("qti-default-value", &[]);
    xml.leaf("qti-value", default);
    xml.close("qti-default-value");
    xml.close("qti-template-declaration");
}
