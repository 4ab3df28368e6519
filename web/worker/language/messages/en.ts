/**
 * The words of the worker's page. This file is the list of keys: each other language has the same ones, with the same
 * names in braces and the plural forms that it needs; a test compares them.
 */
export const messages = {
  opening: 'Opening …',
  tryAgain: 'Try again',
  close: 'Close',
  cancel: 'Cancel',

  // Top of the page
  instructions: 'Instructions',
  menu: 'Menu',
  saved: 'Saved',
  saving: 'Saving …',
  notSaved: { one: '{count} not saved yet', other: '{count} not saved yet' },
  answersToday: { one: '{count} answer today', other: '{count} answers today' },

  // Form
  send: 'Send',
  skip: 'Skip',
  undo: 'Undo',
  undoTooLate: 'It was too late to take the answer back: it stands.',
  optional: 'optional',
  choose: 'Choose …',
  yourAnswer: 'Your answer',
  clear: 'Clear',
  stars: { one: '{count} star', other: '{count} stars' },
  itemOf: 'Item {number} of {total}',
  itemsDone: '{done} of {total} answered',
  timeLeft: '{time} left',

  // What is wrong with an answer
  needsAnswer: 'This needs an answer.',
  needsNumber: 'Please write a number.',
  readAs: 'Understood as {value}.',
  ratherNumber: '{value} instead',
  atLeast: 'At least {min}.',
  atMost: 'At most {max}.',
  between: 'From {min} to {max}.',
  inSteps: 'In steps of {step}.',
  needsDate: 'Please choose a day.',
  notBefore: 'Not before {min}.',
  notAfter: 'Not after {max}.',
  tooShort: { one: 'At least {count} character.', other: 'At least {count} characters.' },
  tooLong: { one: 'At most {count} character.', other: 'At most {count} characters.' },
  tooFew: { one: 'Choose at least {count}.', other: 'Choose at least {count}.' },
  tooMany: { one: 'Choose at most {count}.', other: 'Choose at most {count}.' },
  wrongPattern: 'This is not written in the form that is asked for.',
  notAccepted: 'This cannot be accepted. Please change it.',
  changeAnswer: 'The service did not accept this answer. Please change it and send it again.',

  // Boxes, points and outlines in a picture
  boxNumber: 'Box {number}',
  nothingHere: 'Nothing here',
  boxCount: { one: '{count} box', other: '{count} boxes' },
  outside: 'This goes beyond the picture.',
  boxTooSmall: 'A box must be at least {min} pixels wide and high.',
  objectNeedsLabel: 'Each one needs a label.',
  placeCount: { one: '{count} place', other: '{count} places' },

  // Picture
  pictureNumber: 'Picture {number}',
  pictureLoading: 'The picture is loading',
  pictureFailed: 'The picture does not load.',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Fit to the screen',
  rotate: 'Rotate',
  brighter: 'Brighter',
  darker: 'Darker',
  enlarge: 'Enlarge',

  // Skipping
  skipTitle: 'Skip this task',
  skipText: 'It goes to someone else and does not come back to you. Why?',
  notSure: 'I am not sure',
  notLoading: 'It does not load',
  wrongForm: 'The form does not fit',
  disturbing: 'It is disturbing',
  otherReason: 'Something else',
  addComment: 'Report a problem in words',
  comment: 'What is the problem?',
  skipAndReport: 'Skip and report',

  // Own answers, problems with a task
  yourAnswers: 'Your answers',
  noAnswers: 'Nothing yet. What you answer in this project is listed here.',
  notCounted: 'not counted',
  changeIt: 'Change',
  changeFor: 'An answer can be changed for ten minutes.',
  showMore: 'Show more',
  reportTitle: 'Report a problem',
  reportText: 'The people who run the project read it. The task stays with you: you can still answer it.',
  inWords: 'In your own words',
  reportSend: 'Report',
  reported: 'Thank you. The people who run the project can read it now.',
  reportKeep: 'Report a problem and keep the task',
  unclear: 'It is not clear what to do',
  personalData: 'It shows private data',

  // Time
  timeOver: 'The time for this task is over. You can still send your answer: it counts if nobody has taken the place.',
  notNeeded: 'This task is no longer needed. Thank you all the same!',
  nextTask: 'Next task',

  // Practice before real tasks
  practice: 'Practice {number} of {total}',
  practiceHelp: '{pass} of them must be right; then the work begins.',
  checking: 'Checking …',
  practiceRight: 'That is right!',
  practiceWrong: 'Not quite',
  rightAnswer: 'What is right',
  practicePassed: 'You had {right} of {total} right: the work begins now.',
  trainingFailed: 'Not enough right this time',
  trainingFailedText: 'You had {right} of {total} right; this project asks for {pass}. You can try again from {time}.',
  trainingNotReady: 'The practice is not ready yet',
  trainingNotReadyText:
    'This project begins with a few practice tasks, and they are still being made. The page goes on by itself.',
  needsLanguage: 'This project is for people who know its language',
  needsLanguageText: 'If you do, add it in the menu, under “Languages you know”.',
  needsSkill: 'This project is not open to you yet',
  needsSkillText:
    'It is for people whose answers in other projects have often been right. Work on others first; it opens by itself.',

  // Nothing to do right now
  taking: 'Getting the next task …',
  noneLeft: 'You have done everything there is',
  noneLeftText: 'Thank you! When new tasks come, they appear here by themselves.',
  nothingToDo: 'Nothing to do right now',
  nothingToDoText: 'When tasks come, they appear here by themselves.',
  allHeld: 'Others are working on the rest',
  allHeldText: 'When somebody skips a task or runs out of time, it comes to you. You only need to wait.',
  picturesMissing: 'The pictures are not there yet',
  picturesMissingText: 'What is left cannot be shown right now. It comes by itself once its pictures are back.',
  paused: 'This project is paused',
  pausedText: 'The people who run it have stopped it for now. The page goes on by itself when it continues.',
  workerPaused: 'You are paused in this project',
  appeal: 'Your message to the people who run it',
  closed: 'This project is finished',
  closedText: 'No more answers are needed. Thank you for your work!',
  away: 'You were away for a while',
  awayText: 'The task went to someone else, so that nobody has to wait. Go on whenever you like.',
  goOn: 'Go on',
  askingAgain: { one: 'Asking again in {count} second', other: 'Asking again in {count} seconds' },

  // Connection
  offline: 'No connection. Go on: your answers are kept on this device and sent by themselves.',
  offlineEmpty: 'No connection',
  offlineEmptyText: 'You have answered all the tasks that were loaded. The page goes on by itself as soon as it can.',
  offlineOpen: 'The service cannot be reached',
  offlineOpenText: 'Check your connection. The page tries again by itself.',

  // Getting in
  linkExpired: 'This link no longer works',
  linkExpiredText: 'It has been withdrawn, used up, or copied only in part. Ask the person who sent it for a new one.',
  notOpen: 'This project is not open to you',
  notOpenText: 'Open the invitation link that you were sent. If you have, your access may have been withdrawn.',
  sessionLost: 'You are signed out',
  sessionLostText: 'Open your invitation link again to go on. What you typed is kept on this device.',
  signIn: 'Sign in',
  broken: 'Something went wrong',
  projects: 'Your projects',
  noProjects: 'There is no project for you yet. Open the invitation link that you were sent.',
  welcome: 'Welcome',
  welcomeText: 'Help with small tasks, as many as you like. Nothing has to be given: no name, no e-mail.',
  begin: 'Begin',
  allLanguages: 'All languages',
  signedOut: 'You are signed out',
  signedOutText: 'What was kept on this device has been deleted. To come back, open your invitation link.',

  // Answers that could not be saved
  keptCount: { one: '{count} answer could not be saved', other: '{count} answers could not be saved' },
  keptTitle: 'Answers that could not be saved',
  show: 'Show',
  keptExpired: 'The time was over and someone else has the place. The service has your answer, but it does not count.',
  keptGone: 'The task was no longer needed when the answer arrived.',
  keptAnswered: 'You had answered this task already. The first answer counts.',
  keptOtherPerson: 'This was typed before you were signed out, and cannot be sent under your new name.',
  keptBegun: 'You had begun this when the time for it ran out. If the place is still free, it counts.',
  keptRefused: 'The service did not accept it: {detail}',
  sendAnyway: 'Send it anyway',
  copy: 'Copy',
  copied: 'Copied',
  discard: 'Discard',

  // Menu
  yourName: 'Your name',
  nameHelp: 'The people who run the project see it beside your answers.',
  addAccount: 'Keep your work: add e-mail and password',
  addAccountHelp: 'With them you can go on from any device, and what you have done stays yours.',
  email: 'E-mail',
  password: 'Password (at least 8 characters)',
  signedInAs: 'You are signed in as {email}.',
  save: 'Save',
  knownLanguages: 'Languages you know',
  knownLanguagesHelp: 'Some projects are only for people who know their language.',
  addLanguage: 'Add a language …',
  removeLanguage: 'Remove {language}',
  language: 'Language',
  theme: 'Appearance',
  themeSystem: 'Like the system',
  themeLight: 'Light',
  themeDark: 'Dark',
  enterSends: 'Enter sends from long texts too',
  enterSendsHelp: 'Shift+Enter then begins a new line.',
  sendOnChoose: 'Send as soon as I choose',
  sendOnChooseHelp: 'When the choice is all that is asked.',
  yourWork: 'Your work',
  today: 'Today',
  thisVisit: 'This visit',
  thisWeek: 'Last 7 days',
  streak: 'In a row',
  days: { one: '{count} day', other: '{count} days' },
  perAnswer: 'Per answer',
  seconds: { one: '{count} second', other: '{count} seconds' },
  downloadData: 'Download your data',
  deleteAccount: 'Delete your account',
  deleteAccountText:
    'Your name, your e-mail and what you wrote beside your answers go for good. The answers stay, without you.',
  signOut: 'Sign out',
  signOutText: 'Deletes what is kept on this device. Without your invitation link you cannot come back.',
  signOutAccountText: 'Deletes what is kept on this device. You can sign in again with your e-mail.',
  signOutUnsaved: {
    one: '{count} answer is not saved yet and will be lost.',
    other: '{count} answers are not saved yet and will be lost.',
  },

  // Keys
  keys: 'Keys',
  keysHelp: 'Inside a text, hold Alt with these keys, or leave it with Esc.',
  chooseOption: 'Choose an option',
  leaveField: 'Leave a field, close',
  nextItem: 'Next item',
  previousItem: 'Previous item',
  changeKey: 'Change the key for: {action}',
  pressKey: 'Press a key',
  keyTaken: 'This key is used for: {action}',
  resetKeys: 'As they were',
} as const

export type Key = keyof typeof messages

type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }

/** The English text of a key, for the names in its braces. */
export type Message<K extends Key> = (typeof messages)[K] extends { other: infer Text } ? Text : (typeof messages)[K]

/** A whole language: a missing or an unknown key is an error of the compiler. */
export type Messages = { [K in Key]: (typeof messages)[K] extends string ? string : Plural }
