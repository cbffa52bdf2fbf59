import type { TextEdit } from '#lib/model/plan.ts'

/** Each follows the ones before it. */
export const applyEdits = (text: string, edits: readonly TextEdit[]): string => edits.reduce(applyEdit, text)

const applyEdit = (text: string, { offset, length, content }: TextEdit): string =>
  text.slice(0, offset) + content + text.slice(offset + length)

/** What makes the text again of what edits made of it. */
export function invertEdits(text: string, edits: readonly TextEdit[]): TextEdit[] {
  const back: TextEdit[] = []
  let before = text
  for (const edit of edits) {
    const { offset, length, content } = edit
    back.unshift({ offset, length: content.length, content: before.slice(offset, offset + length) })
    before = applyEdit(before, edit)
  }
  return back
}
