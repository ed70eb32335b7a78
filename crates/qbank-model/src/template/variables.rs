//! The variables of an item: what is drawn, what is computed from it, which draws are kept.

use super::DrawFault;
use super::declared::{Declared, VariablesFault, in_order, name_faults};
use super::open_text::Values;
use super::source::Source;
use crate::expression::{Expression, Names, Type, Value};
use crate::source::Spanned;

/// A name and the type of its values.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Name {
    name: String,
    kind: Type,
}

/// A name, its expression and the text that it was parsed from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calc {
    /// The name.
    pub name: Spanned<String>,
    /// The author's text.
    pub text: Spanned<String>,
    /// What it computes.
    pub expression: Expression,
}

/// A condition on draws.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The author's text.
    pub text: Spanned<String>,
    expression: Expression,
    /// The names that have to be known: those before this index.
    needs: usize,
}

/// The variables of an item. Invariant: names are distinct, every expression reads only names before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variables {
    /// What is drawn, in the order of the sources, then what is computed, each after all that it reads.
    names: Vec<Name>,
    sources: Vec<Source>,
    calcs: Vec<Calc>,
    require: Vec<Requirement>,
    decimals: Option<u32>,
    variants: u32,
}

/// One of the combinations of drawn values, by its number from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Draw(pub u64);

impl Variables {
    /// The most names that an item may declare.
    pub const MAX_NAMES: usize = 64;

    /// Checks names and expressions, and brings computed names into an order in which each can be computed.
    ///
    /// # Errors
    /// Returns everything that is wrong with them.
    pub fn new(declared: Declared) -> Result<Self, Vec<VariablesFault>> {
        let mut faults = name_faults(&declared);
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut variables = Self {
            names: Vec::new(),
            sources: Vec::new(),
            calcs: Vec::new(),
            require: Vec::new(),
            decimals: declared.decimals,
            variants: declared.variants.unwrap_or(5),
        };
        for (names, source) in declared.sources {
            let named = names.into_iter().map(|name| name.value).zip(source.kinds());
            variables.names.extend(named.map(|(name, kind)| Name { name, kind }));
            variables.sources.push(source);
        }
        let (ordered, circular) = in_order(declared.calcs);
        if let Some((name, _)) = circular.first() {
            let names = circular.iter().map(|(name, _)| name.value.clone()).collect();
            faults.push(VariablesFault::Circular(name.clone(), names));
        }
        variables
            .names
            .extend(circular.into_iter().map(|(name, _)| Name { name: name.value, kind: Type::Number }));
        for (name, text) in ordered {
            let parsed = Expression::parse(&text.value, &variables);
            // A name whose expression is broken stays known, as a number, so that its readers are not called broken too.
            let kind = parsed.as_ref().map_or(Type::Number, Expression::result);
            variables.names.push(Name { name: name.value.clone(), kind });
            match parsed {
                Ok(expression) => variables.calcs.push(Calc { name, text, expression }),
                Err(fault) => faults.push(VariablesFault::Expression(text, fault)),
            }
        }
        for text in declared.require {
            match Expression::parse(&text.value, &variables) {
                Ok(expression) if expression.result() == Type::Truth => {
                    let needs = expression.reads().last().map_or(0, |last| last + 1);
                    variables.require.push(Requirement { text, expression, needs });
                }
                Ok(_) => faults.push(VariablesFault::NoCondition(text)),
                Err(fault) => faults.push(VariablesFault::Expression(text, fault)),
            }
        }
        if faults.is_empty() { Ok(variables) } else { Err(faults) }
    }

    /// Returns the index and the type of a name.
    pub fn find(&self, name: &str) -> Option<(usize, Type)> {
        let index = self.names.iter().position(|known| known.name == name)?;
        Some((index, self.names[index].kind))
    }

    /// Returns all names: what is drawn, then what is computed.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|name| name.name.as_str())
    }

    /// Returns the sources, each with its names.
    pub fn sources(&self) -> impl Iterator<Item = (Vec<&str>, &Source)> {
        let mut names = self.names();
        self.sources.iter().map(move |source| (names.by_ref().take(source.kinds().len()).collect(), source))
    }

    /// Returns what is computed, each after all that it reads.
    pub fn calcs(&self) -> &[Calc] {
        &self.calcs
    }

    /// Returns the conditions on draws.
    pub fn require(&self) -> &[Requirement] {
        &self.require
    }

    /// Returns the digits behind the point where a place says nothing else.
    pub fn decimals(&self) -> Option<u32> {
        self.decimals
    }

    /// Returns how many variants a format without variables is given.
    pub fn variants(&self) -> u32 {
        self.variants
    }

    /// Tells whether nothing is drawn: there is one draw, and its values follow from the expressions alone.
    pub fn draws_nothing(&self) -> bool {
        self.sources.is_empty()
    }

    /// Returns the number of combinations, at most 2⁶⁴ − 1.
    pub fn n_draws(&self) -> u64 {
        self.sources.iter().fold(1, |n, source| n.saturating_mul(source.n_draws()))
    }

    /// Returns about how many additions one draw costs.
    pub fn cost(&self) -> u64 {
        let computed = self.calcs.iter().map(|calc| calc.expression.cost());
        let asked = self.require.iter().map(|requirement| requirement.expression.cost());
        self.names.len() as u64 + computed.chain(asked).sum::<u64>()
    }

    /// Returns the sources' own draws of a combination, the first source changing fastest.
    fn digits(&self, draw: Draw) -> impl Iterator<Item = (&Source, u64)> {
        let mut rest = draw.0;
        self.sources.iter().map(move |source| {
            let n = source.n_draws();
            let digit = rest % n;
            rest /= n;
            (source, digit)
        })
    }

    /// Returns the combination in which each source draws its first or its last, by the bits of `corner`.
    pub(super) fn corner(&self, corner: u64) -> Draw {
        let (mut draw, mut weight) = (0_u64, 1_u64);
        for (idx, source) in self.sources.iter().enumerate() {
            let n = source.n_draws();
            let digit = if idx < 64 && corner >> idx & 1 == 1 { n - 1 } else { 0 };
            draw = draw.saturating_add(digit.saturating_mul(weight));
            weight = weight.saturating_mul(n);
        }
        Draw(draw)
    }

    /// Computes the values of a combination into `values`, in the order of the names; what was in it goes. Tells whether
    /// the conditions keep it; of one that they drop, values may be missing.
    ///
    /// A condition on drawn values alone is asked before anything is computed, so that it can drop what has no value.
    ///
    /// # Errors
    /// Fails at the first expression or condition that has no value.
    pub fn draw<'v>(&'v self, draw: Draw, values: &mut Vec<Value<'v>>) -> Result<bool, DrawFault> {
        values.clear();
        for (source, digit) in self.digits(draw) {
            source.push_draw(digit, values);
        }
        let n_drawn = values.len();
        if !self.keeps(values, |needs| needs <= n_drawn)? {
            return Ok(false);
        }
        for (idx, calc) in self.calcs.iter().enumerate() {
            let value = calc.expression.evaluate(values).map_err(|fault| DrawFault::Calc(idx, fault))?;
            values.push(value);
        }
        self.keeps(values, |needs| needs > n_drawn)
    }

    fn keeps(&self, values: &[Value], is_asked: impl Fn(usize) -> bool) -> Result<bool, DrawFault> {
        for (idx, requirement) in self.require.iter().enumerate() {
            if !is_asked(requirement.needs) {
                continue;
            }
            match requirement.expression.evaluate(values) {
                Ok(Value::Truth(true)) => {}
                Ok(_) => return Ok(false),
                Err(fault) => return Err(DrawFault::Require(idx, fault)),
            }
        }
        Ok(true)
    }

    /// Returns the first condition that drops a combination, where one does.
    pub(super) fn unmet(&self, draw: Draw) -> Option<&Requirement> {
        let mut values = Vec::new();
        let is_dropped = self.draw(draw, &mut values) == Ok(false);
        let mut asked = self.require.iter().filter(|requirement| requirement.needs <= values.len());
        asked.find(|asked| is_dropped && asked.expression.evaluate(&values) != Ok(Value::Truth(true)))
    }

    /// Returns values for texts to be filled with.
    pub fn for_texts<'v>(&self, values: &'v [Value<'v>]) -> Values<'v> {
        Values { values, decimals: self.decimals }
    }

    /// Returns the drawn values of a combination as authors read them: `d = 20, lt = 4`.
    pub fn assignment(&self, draw: Draw) -> String {
        let mut values = Vec::new();
        for (source, digit) in self.digits(draw) {
            source.push_draw(digit, &mut values);
        }
        let pairs = self.names.iter().zip(values).map(|(name, value)| match value {
            Value::Number(number) => format!("{} = {}", name.name, number.normalize()),
            Value::Text(text) => format!("{} = \"{text}\"", name.name),
            Value::Truth(truth) => format!("{} = {truth}", name.name),
        });
        pairs.collect::<Vec<_>>().join(", ")
    }
}

impl Names for Variables {
    fn find(&self, name: &str) -> Option<(usize, Type)> {
        Self::find(self, name)
    }

    fn all(&self) -> Vec<&str> {
        self.names().collect()
    }
}
