/**
 * A `title` of the words that an element has anyway, as its text or as its `aria-label`: assistive technology reads them
 * twice. `hbPointedName` shows them to who points at it and cannot read them.
 */
export const noRepeatedTitle = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { repeated: 'This title repeats what is read of the element anyway: use hbPointedName instead.' },
  },
  create(context) {
    return {
      Element(node) {
        const title = attributeOf(node, 'title');
        if (title === null) return;
        const isRead = attributeOf(node, 'aria-label') === title || wordsIn(node).includes(title);
        if (isRead) context.report({ loc: toLoc(node.startSourceSpan), messageId: 'repeated' });
      },
    };
  },
};

/** The words of an attribute, or the expression that is bound to it, without spaces; null where there is none. */
function attributeOf({ attributes, inputs }, name) {
  const text = attributes.find((each) => each.name === name);
  if (text !== undefined) return bare(text.value);
  const bound = inputs.find((each) => each.name === name);
  return bound === undefined ? null : bare(bound.value.source ?? '');
}

/** The texts and expressions of an element and of what it holds; not those of icons and other components. */
function wordsIn(node) {
  return (node.children ?? []).flatMap((child) => {
    if (typeof child.value === 'string') return [bare(child.value)];
    if (child.value?.source !== undefined) return [bare(child.value.source.replace(/^\s*\{\{|\}\}\s*$/g, ''))];
    return wordsIn(child);
  });
}

function bare(text) {
  return text.replace(/\s+/g, '');
}

function toLoc({ start, end }) {
  return { start: { line: start.line + 1, column: start.col }, end: { line: end.line + 1, column: end.col } };
}
