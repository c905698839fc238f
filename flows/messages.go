// SPDX-License-Identifier: Apache-2.0

package flows

// Keys of the system's messages. The catalogue in screens words each of them
// in every language of the system; {0}, {1} are the arguments.
const (
	MsgChooseLanguage   = "language.choose"       // shown in no language in particular
	MsgLanguageSet      = "language.set"          // the language is changed
	MsgResume           = "resume.ask"            // {0} form, {1} step, {2} of, {3} day: you have not finished it
	MsgResumeContinue   = "resume.continue"       // option
	MsgResumeStartOver  = "resume.start_over"     // option
	MsgMenuContinue     = "menu.continue"         // {0} form: option of the menu while a draft waits
	MsgResumeMenu       = "resume.menu"           // option: main menu
	MsgResumeAnother    = "resume.another"        // option: the same form for somebody else; this one waits
	MsgDraftsMenu       = "drafts.menu"           // {0} count: option of the menu
	MsgDraftsTitle      = "drafts.title"          // which one?
	MsgDraftsLine       = "drafts.line"           // {0} form, {1} step, {2} of, {3} day, {4} end of the reference
	MsgDraftsNew        = "drafts.new"            // option: begin a new one
	MsgDraftGone        = "draft.gone"            // the draft chosen went on elsewhere, or was finished
	MsgDraftMoved       = "draft.moved"           // the form in progress went on elsewhere
	MsgNudge            = "draft.nudge"           // {0} short code; SMS after a drop, in neutral words
	MsgSealed           = "seal.desk"             // earlier answers open at a desk only
	MsgUnsealed         = "seal.open"             // earlier answers are open
	MsgCheckTitle       = "check.title"           // above the question that opens them
	MsgCheckPIN         = "check.pin"             // your PIN?
	MsgCheckWrong       = "check.wrong"           // not right
	MsgCheckLocked      = "check.locked"          // too many tries
	MsgPINChoose        = "pin.choose"            // choose one, and what for
	MsgPINLength        = "pin.length"            // 4 to 6 digits
	MsgPINEasy          = "pin.easy"              // too easy to guess
	MsgClaimRefused     = "claim.refused"         // that can't be opened here, whatever the reason
	MsgRequired         = "answer.required"       // the question must be answered
	MsgWrongAnswer      = "answer.wrong"          // a constraint without a message of its own
	MsgNotOffered       = "answer.not_offered"    // the choice is not on the list
	MsgWrongType        = "answer.wrong_type"     // not a value of this kind
	MsgUnderstood       = "answer.understood"     // {0} what was understood of the last answer
	MsgCannotSkip       = "answer.cannot_skip"    // the question is required
	MsgRepeatCount      = "repeat.count"          // {0} label, {1} count
	MsgRepeatAdd        = "repeat.add"            // option
	MsgRepeatEdit       = "repeat.edit"           // option
	MsgRepeatRemove     = "repeat.remove"         // option
	MsgRepeatDone       = "repeat.done"           // option
	MsgRepeatPickEdit   = "repeat.pick_edit"      // which one to change?
	MsgRepeatPickRemove = "repeat.pick_remove"    // which one to remove?
	MsgRepeatItem       = "repeat.item"           // {0} position: an instance without a name yet
	MsgReview           = "review.title"          // check your answers
	MsgReviewSend       = "review.send"           // option
	MsgReviewLine       = "review.line"           // {0} question, {1} answer
	MsgReviewGiven      = "review.given"          // {0} question whose answer is sealed
	MsgReviewShow       = "review.show"           // option: show the answers
	MsgActionsTitle     = "actions.title"         // what do you want to do?
	MsgActionsReturn    = "actions.return"        // option: return to the question
	MsgActionsBack      = "actions.back"          // option: previous question
	MsgActionsHome      = "actions.home"          // option: main menu
	MsgActionsHelp      = "actions.help"          // option
	MsgActionsSave      = "actions.save"          // option: save and stop
	MsgActionsSkip      = "actions.skip"          // option: skip this question
	MsgHelpNone         = "help.none"             // there is no more help on this question
	MsgHelpGoOn         = "help.go_on"            // option: go on
	MsgSaved            = "draft.saved"           // {0} reference: saved; dial again or give it at a desk
	MsgDeskCompletes    = "draft.desk_completes"  // {0} reference: the rest is asked at a desk
	MsgReceipt          = "receipt.sent"          // {0} form, {1} reference
	MsgReceiptBring     = "receipt.bring"         // {0} form, {1} reference, {2} what to bring to a desk
	MsgClosingBring     = "receipt.closing_bring" // {0} the form's own closing note, {1} reference, {2} what to bring to a desk
	MsgClosingRef       = "receipt.reference"     // {0} the form's own closing note, {1} reference
	MsgPlaceUnlisted    = "place.unlisted"        // option at the end of a list of places
	MsgPlaceName        = "place.name"            // type the name of the place
	MsgPlaceNotFound    = "place.not_found"       // no place begins with the letters typed
	MsgPlaceMany        = "place.many"            // {0} places begin so: type more letters
	MsgStatusAsk        = "status.ask"            // type your reference
	MsgStatusNotFound   = "status.not_found"      // nothing under that reference for this phone
	MsgStatusPending    = "status.pending"        // {0} reference: kept here, not yet at the registry
	MsgStatusReceived   = "status.received"       // {0} reference: received by the registry
	MsgStatusHeld       = "status.held"           // {0} reference: waiting for a check
	MsgStatusRejected   = "status.rejected"       // {0} reference: needs correction; visit a desk
	MsgStatusMissing    = "status.missing"        // {0} reference: sent; {1} is still to be brought to a desk
	MsgStatusDraft      = "status.draft"          // {0} reference: not finished
	MsgStatusExpired    = "status.expired"        // {0} reference: not finished in time, and closed
	MsgEmptyService     = "service.empty"         // nothing is offered at the moment
	MsgFormGone         = "service.form_gone"     // the form is no longer offered; please start again
	MsgTryAgain         = "service.try_again"     // something failed; please dial again
	MsgNoticeReadOut    = "notice.read_out"       // option at a desk: I read it out
	MsgNoticeReadThem   = "notice.read_self"      // option at a desk: they read it themselves
)
