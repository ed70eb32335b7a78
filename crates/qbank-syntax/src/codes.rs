//! Every finding that reading a bank can make; each has its manual page under `pages/`.

qbank_model::codes! {
    // The file as a whole.
    /// Bytes that are no UTF-8.
    NOT_UTF8 = Error "not-utf8";
    /// A NUL byte.
    NUL_BYTE = Error "nul-byte";
    /// A character that turns the direction of text around.
    BIDI_CONTROL = Error "bidi-control";
    /// A control character other than tab and line break.
    CONTROL_CHARACTER = Error "control-character";
    /// A file over its limit.
    FILE_TOO_LARGE = Error "file-too-large";
    /// A line over its limit.
    LINE_TOO_LONG = Error "line-too-long";
    /// Quotes, lists or emphasis nested over the limit.
    NESTING_TOO_DEEP = Error "nesting-too-deep";

    // TOML.
    /// Text that is no TOML.
    BAD_TOML = Error "bad-toml";
    /// Front matter without its closing line.
    UNCLOSED_FRONT_MATTER = Error "unclosed-front-matter";
    /// Front matter that does not start at the first byte of the file.
    MISPLACED_FRONT_MATTER = Error "misplaced-front-matter";
    /// A key outside the closed set.
    UNKNOWN_ATTRIBUTE = Error "unknown-attribute";
    /// A value of the wrong type or out of its range.
    WRONG_VALUE = Error "wrong-value";
    /// An attribute block that is not the first thing under its heading.
    MISPLACED_ATTRIBUTES = Error "misplaced-attributes";
    /// A code fence without its closing line.
    UNCLOSED_FENCE = Error "unclosed-fence";
    /// A key that a settings file cannot do without.
    MISSING_KEY = Error "missing-key";
    /// Domain weights that do not make 100 percent.
    WEIGHTS_SUM = Error "weights-sum";
    /// An objective or a domain that stands twice.
    REPEATED_OBJECTIVE = Error "repeated-objective";

    // Headings and the frame of an item.
    /// A heading that ends in something half like an id.
    BROKEN_ID = Error "broken-id";
    /// An item or a case at a level where none can be.
    HEADING_LEVEL = Error "heading-level";
    /// A heading inside an item.
    HEADING_IN_ITEM = Error "heading-in-item";
    /// A heading made by underlining.
    SETEXT_HEADING = Error "setext-heading";
    /// A case inside a case.
    NESTED_CASE = Error "nested-case";
    /// Choices, labels or attributes that belong to no item.
    OUTSIDE_ITEM = Error "outside-item";
    /// An item that asks nothing.
    EMPTY_STEM = Error "empty-stem";

    // Choices and keys.
    /// An item without choices or an answer.
    NO_ANSWER = Error "no-answer";
    /// Choices of which none is ticked.
    NO_KEY = Error "no-key";
    /// Several keys that the stem does not announce.
    UNANNOUNCED_KEYS = Error "unannounced-keys";
    /// Another number of keys than announced.
    KEY_COUNT = Error "key-count";
    /// A question with one choice.
    TOO_FEW_CHOICES = Error "too-few-choices";
    /// More choices than letters.
    TOO_MANY_CHOICES = Error "too-many-choices";
    /// A choice with nothing to read.
    EMPTY_CHOICE = Error "empty-choice";
    /// Two choices that read the same.
    REPEATED_CHOICE = Error "repeated-choice";
    /// Two choices with one id.
    REPEATED_CHOICE_ID = Error "repeated-choice-id";
    /// Shares of the points that cannot be given.
    WRONG_SHARES = Error "wrong-shares";
    /// A way of scoring that the question type cannot use.
    SCORING_UNFIT = Error "scoring-unfit";
    /// A tick that is none.
    LOOKALIKE_MARK = Error "lookalike-mark";
    /// An entry without a mark among choices.
    UNMARKED_CHOICE = Error "unmarked-choice";
    /// Choices with numbers instead of bullets.
    NUMBERED_CHOICES = Error "numbered-choices";
    /// Choices whose bullet changes on the way.
    CHANGED_BULLET = Error "changed-bullet";
    /// A second list of choices.
    SECOND_CHOICE_LIST = Error "second-choice-list";
    /// A block between two choices that belongs to neither.
    TEXT_BETWEEN_CHOICES = Error "text-between-choices";
    /// Marks below a choice or another list's entry.
    NESTED_MARKS = Error "nested-marks";
    /// A quotation after the choices that was meant for one of them.
    UNINDENTED_FEEDBACK = Error "unindented-feedback";
    /// A choice's attribute block that does not parse.
    BROKEN_CHOICE_ATTRIBUTES = Error "broken-choice-attributes";
    /// A declared type that the item's shape contradicts.
    TYPE_MISMATCH = Error "type-mismatch";
    /// Two places that say what is right.
    TWO_KEY_SOURCES = Error "two-key-sources";

    // Typed answers, gaps, pairs, orders, rubrics.
    /// An answer that cannot be read.
    BROKEN_ANSWER = Error "broken-answer";
    /// A pattern that is no regular expression, or one that not every program reads.
    BROKEN_PATTERN = Error "broken-pattern";
    /// A drop-down without exactly one right option.
    BROKEN_DROP_DOWN = Error "broken-drop-down";
    /// More or fewer gaps than answers.
    BLANK_COUNT = Error "blank-count";
    /// Underscores that Markdown takes for something else than a gap.
    SWALLOWED_BLANK = Error "swallowed-blank";
    /// A table of pairs that cannot be matched.
    BROKEN_PAIRS = Error "broken-pairs";
    /// A list that cannot be ordered.
    BROKEN_ORDER = Error "broken-order";
    /// A rubric that cannot score.
    BROKEN_RUBRIC = Error "broken-rubric";

    // Variables.
    /// Names or ranges that cannot be drawn from.
    BROKEN_VARIABLES = Error "broken-variables";
    /// An expression that does not parse.
    BAD_EXPRESSION = Error "bad-expression";
    /// Values that are computed from each other in a circle.
    CIRCULAR_CALC = Error "circular-calc";
    /// A place that names no value.
    UNKNOWN_VARIABLE = Error "unknown-variable";
    /// A place with a format that cannot be.
    BROKEN_PLACE = Error "broken-place";
    /// A place in an item without variables.
    LITERAL_PLACE = Warning "literal-place";
    /// Values for which the item is none.
    DRAW_FAILS = Error "draw-fails";
    /// Draws of a file that would take too long to try.
    DRAWS_TOO_COSTLY = Error "draws-too-costly";
    /// Conditions that drop almost all draws.
    REQUIRE_KEEPS_FEW = Error "require-keeps-few";
    /// A key that is not what the item computes.
    KEY_DIFFERS = Error "key-differs";
    /// A computed value that the item shows nowhere.
    VALUE_NOT_SHOWN = Error "value-not-shown";
    /// A number in an expression that the item gives nowhere.
    NUMBER_NOT_GIVEN = Error "number-not-given";

    // Labels.
    /// A label that Markdown takes for a part of what stands above it.
    LABEL_NOT_SEPARATE = Error "label-not-separate";
    /// A label before the choices that can only stand after them.
    MISPLACED_LABEL = Error "misplaced-label";
    /// Text after the choices without a label.
    UNLABELLED_TEXT = Error "unlabelled-text";
    /// A bold word that looks like a label.
    UNKNOWN_LABEL = Warning "unknown-label";
    /// A label that may stand once, twice.
    REPEATED_LABEL = Error "repeated-label";
    /// A label without a body.
    EMPTY_LABEL = Error "empty-label";

    // Content.
    /// HTML that the format does not have.
    RAW_HTML = Error "raw-html";
    /// A table row with more cells than its header.
    EXTRA_CELLS = Error "extra-cells";
    /// A table over its limit.
    TABLE_TOO_LARGE = Error "table-too-large";
    /// A formula that does not parse.
    BAD_MATH = Error "bad-math";
    /// A picture without words.
    NO_ALT_TEXT = Error "no-alt-text";
    /// A picture that is not in the bank.
    REMOTE_MEDIA = Error "remote-media";
    /// A path that leaves the bank.
    PATH_OUTSIDE_BANK = Error "path-outside-bank";
    /// A link that is no link of the web and names no file.
    LINK_SCHEME = Error "link-scheme";
    /// A footnote inside a footnote, or notes called too often.
    FOOTNOTE_MISUSE = Error "footnote-misuse";
}
