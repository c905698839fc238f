// SPDX-License-Identifier: Apache-2.0

package flows

import (
	"slices"
	"strconv"

	"github.com/dialform/dialform/forms"
)

// View is the screen of a session as it stands. It changes nothing, so what a
// person was looking at is never stored.
func (v *Service) View(s *Session, env Env) Screen {
	sc := v.view(s, env)
	sc.Notice, sc.NoticePage, sc.Page = s.Notice, s.NoticePage, s.Page
	return sc
}

func (v *Service) view(s *Session, env Env) Screen {
	switch s.Mode {
	case ModeLanguage:
		return v.viewLanguage(s)
	case ModeResume:
		return v.viewResume(s, env, v.resumeOptions(s))
	case ModeAnother:
		return v.viewResume(s, env, v.anotherOptions())
	case ModePIN:
		return Screen{Kind: KindAsk, Body: Message(MsgPINChoose), Expect: pinExpect, Can: CanActions}
	case ModeUnseal:
		return viewCheck(v.check(s), s.Form, formLanguage(s.Form.Form(), s.Lang))
	case ModeDrafts:
		return v.viewDrafts(s, env)
	case ModeClaim:
		return Screen{
			Kind: KindAsk, Body: Message(MsgStatusAsk), Expect: Expect{Kind: ExpectReference}, Can: CanActions,
		}
	case ModeClaimed:
		return v.viewClaimed(s, env)
	case ModeMoved:
		return Screen{Kind: KindMessage, Body: Message(MsgDraftMoved), Expect: Expect{Kind: ExpectContinue}, Can: CanHome}
	case ModeQuestion:
		return v.viewQuestion(s, env)
	case ModeActions:
		return Screen{
			Kind: KindActions, Body: Message(MsgActionsTitle),
			Options: v.actionOptions(s), Expect: Expect{Kind: ExpectOne},
		}
	case ModeHelp:
		return viewHelp(s)
	case ModeRepeat:
		return Screen{
			Kind: KindRepeat, Title: groupTitle(s), Body: repeatBody(s, s.At), Options: repeatOptions(s),
			Expect: Expect{Kind: ExpectOne}, Can: CanBack | CanHome | CanSave,
		}
	case ModeEdit, ModeRemove:
		ask := MsgRepeatPickEdit
		if s.Mode == ModeRemove {
			ask = MsgRepeatPickRemove
		}
		return Screen{
			Kind: KindPick, Body: Message(ask), Options: instanceOptions(s),
			Expect: Expect{Kind: ExpectOne}, Can: CanBack | CanHome,
		}
	case ModeReview:
		return Screen{
			Kind: KindReview, Body: Message(MsgReview), Options: v.reviewOptions(s, reviewLines(v.walk(s, env), s)),
			Expect: Expect{Kind: ExpectOne}, Can: CanBack | CanHome | CanSave,
		}
	case ModeStatusAsk:
		return Screen{
			Kind: KindAsk, Body: Message(MsgStatusAsk), Expect: Expect{Kind: ExpectReference}, Can: CanActions,
		}
	case ModePlaceName:
		return Screen{
			Kind: KindAsk, Title: groupTitle(s), Body: Message(MsgPlaceName), Expect: Expect{Kind: ExpectText}, Can: CanActions,
		}
	case ModeMessage:
		return Screen{Kind: KindMessage, Body: s.Said, Expect: Expect{Kind: ExpectContinue}, Can: CanHome}
	case ModeDone:
		return Screen{Kind: KindReceipt, Body: s.Said, End: true}
	default:
		return v.viewMenu(s)
	}
}

// viewResume tells of the form in progress how far it has come and when it was
// left, and nothing that was answered.
func (v *Service) viewResume(s *Session, env Env, opts []Option) Screen {
	p := v.reached(s, env)
	return Screen{
		Kind: KindResume, Body: Message(MsgResume, v.itemLabel(s.Item, s.Lang), strconv.Itoa(p.Step), strconv.Itoa(p.Of), env.day(s.Aside.Left)),
		Options: opts, Expect: Expect{Kind: ExpectOne},
	}
}

func (v *Service) viewDrafts(s *Session, env Env) Screen {
	sc := Screen{
		Kind: KindPick, Body: Message(MsgDraftsTitle), Options: v.draftOptions(s, env), Expect: Expect{Kind: ExpectOne},
	}
	if v.Start == "" || s.Form != nil {
		sc.Can = CanBack
	}
	return sc
}

func (v *Service) viewMenu(s *Session) Screen {
	opts := v.menuOptions(s)
	if len(opts) == 0 {
		return Screen{Kind: KindMessage, Body: Message(MsgEmptyService), End: true}
	}
	return Screen{
		Kind: KindMenu, Body: Literal(v.Name.In(s.Lang, v.DefaultLanguage())),
		Options: opts, Expect: Expect{Kind: ExpectOne},
	}
}

func (v *Service) viewLanguage(s *Session) Screen {
	sc := Screen{Kind: KindLanguage, Body: Message(MsgChooseLanguage), Expect: Expect{Kind: ExpectOne}}
	for _, l := range v.Languages {
		sc.Options = append(sc.Options, Option{Label: Literal(l.Name), Value: l.Tag})
	}
	if s.Lang != "" {
		sc.Can = CanHome
	}
	return sc
}

// viewQuestion is the question or note at At.
func (v *Service) viewQuestion(s *Session, env Env) Screen {
	in := s.Form
	n := &in.Form().Nodes[s.At.Node]
	lang := formLanguage(in.Form(), s.Lang)
	sc := Screen{
		Kind: KindQuestion, Title: groupTitle(s), Body: Literal(questionText(in, s.At, lang)),
		Hint: Literal(in.Hint(s.At, lang)), Progress: v.walk(s, env).progress(s.At),
	}
	if n.Control == forms.Note {
		sc.Kind, sc.Progress = KindNote, Progress{}
		sc.Expect = Expect{Kind: ExpectContinue}
		sc.Can = CanBack | CanHome
		if env.Assisted() && noticeOf(in, s.At) != "" {
			sc.Options, sc.Expect.Kind = noticeOptions, ExpectOne
		}
		return sc
	}
	if n.Control == forms.Upload {
		viewUpload(&sc, s)
		return sc
	}
	sc.Expect, sc.Find = expectOf(in, s.At), s.Find
	if sc.Hint.Empty() && partKind(n) != "" {
		sc.Hint = Literal(pointsHint)
	}
	if k := sc.Expect.Kind; k == ExpectOne && n.IsPlace() {
		offerPlaces(&sc, s, n)
	} else if k == ExpectOne || k == ExpectMany || k == ExpectRank {
		choices := in.Choices(s.At, lang)
		sc.Options = make([]Option, len(choices))
		for i, c := range choices {
			sc.Options[i] = Option{Label: Literal(c.Label), Value: c.Value}
		}
	}
	if sc.Expect.Kind.Free() {
		sc.Can = CanActions
		return sc
	}
	sc.Can = CanBack | CanHome | CanSave
	if v.Start != "" && sc.Progress.Step == 1 && s.At.Scope == 0 {
		sc.Can &^= CanBack // nothing is before it, not even a menu
	}
	if sc.Expect.Optional {
		sc.Can |= CanSkip
	}
	return sc
}

// questionText is the question in its short form where the author wrote one.
func questionText(in *forms.Instance, at forms.At, lang string) string {
	if short := in.Short(at, lang); short != "" {
		return short
	}
	if label := in.Label(at, lang); label != "" {
		return label
	}
	return in.Form().Nodes[at.Node].Name
}

// expectOf is the kind of answer a question takes.
func expectOf(in *forms.Instance, at forms.At) Expect {
	n := &in.Form().Nodes[at.Node]
	e := Expect{Kind: ExpectText, Optional: !in.Required(at), Sensitive: n.Sensitive}
	switch n.Control {
	case forms.Select1:
		e.Kind = ExpectOne
		return e
	case forms.Select:
		e.Kind = ExpectMany
		return e
	case forms.Rank:
		e.Kind = ExpectRank
		return e
	case forms.Trigger:
		e.Kind = ExpectContinue
		return e
	case forms.Range:
		e.Min, e.Max, e.Step = n.Params["start"], n.Params["end"], n.Params["step"]
	}
	switch n.Type {
	case forms.Int:
		e.Kind = ExpectInteger
	case forms.Decimal:
		e.Kind = ExpectDecimal
	case forms.Date:
		e.Kind = ExpectDate
		dateExpect(&e, n)
	case forms.Time:
		e.Kind = ExpectTime
		dateExpect(&e, n)
	case forms.DateTime:
		e.Kind = ExpectDateTime
		dateExpect(&e, n)
	case forms.Geopoint:
		e.Kind = ExpectGeopoint
	case forms.String:
		e.DigitsOnly = slices.Contains(n.Appearance, "numbers")
	}
	return e
}

// viewHelp is the guidance on the question at At.
func viewHelp(s *Session) Screen {
	lang := formLanguage(s.Form.Form(), s.Lang)
	body := Literal(s.Form.Hint(s.At, lang))
	if g := s.Form.Guidance(s.At, lang); g != "" {
		body = Literal(g)
	}
	if body.Empty() {
		body = Message(MsgHelpNone)
	}
	return Screen{
		Kind: KindHelp, Body: body, Options: []Option{{Label: Message(MsgHelpGoOn)}},
		Expect: Expect{Kind: ExpectOne}, Can: CanBack,
	}
}

// repeatBody names a repeat and counts its instances.
func repeatBody(s *Session, at forms.At) Phrase {
	label := s.Form.Label(at, formLanguage(s.Form.Form(), s.Lang))
	if label == "" {
		label = s.Form.Form().Nodes[at.Node].Name
	}
	return Message(MsgRepeatCount, label, strconv.Itoa(len(s.Form.Repeats(at))))
}
