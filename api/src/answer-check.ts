// It stands among the kinds, because rows check their fields by it.
export { type AnswerAbout, type AnswerItem, answerCheck, type CheckedAnswer } from './kinds/answer-check.ts'
