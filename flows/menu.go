// SPDX-License-Identifier: Apache-2.0

package flows

// Values of options that no item has.
const (
	optContinue = "continue"
	optOver     = "over"
	optMenu     = "menu"
	optAnother  = "another"
	optDraft    = " draft" // a space keeps it apart from any item's id
)

// inLanguage takes the choice of a language.
func (st *step) inLanguage(in Input) {
	c, ok := in.(Choose)
	if !ok || c.Index < 0 || c.Index >= len(st.v.Languages) {
		st.refuseMove(in)
		return
	}
	first := st.s.Lang == ""
	st.setLanguage(st.v.Languages[c.Index].Tag)
	if first {
		st.open()
		return
	}
	st.home()
	st.say(Message(MsgLanguageSet))
}

func (st *step) setLanguage(tag string) {
	for _, l := range st.v.Languages {
		if l.Tag != tag {
			continue
		}
		st.s.Lang, st.s.Page = tag, 0
		st.event(EventLanguage, tag)
		if st.s.Form != nil {
			st.s.Form.SetEnv(st.s.formEnv(st.s.Form.Form(), st.env))
		}
		return
	}
}

// menuOptions are the lines of the menu, a waiting draft first.
func (v *Service) menuOptions(s *Session) []Option {
	opts := make([]Option, 0, len(v.Items)+2)
	if s.Form != nil {
		opts = append(opts, Option{Label: Message(MsgMenuContinue, v.itemLabel(s.Item, s.Lang)), Value: optDraft})
	}
	if waiting, some := waitingOption(s); some {
		opts = append(opts, waiting)
	}
	for i := range v.Items {
		it := &v.Items[i]
		opts = append(opts, Option{Label: Literal(it.Label.In(s.Lang, v.DefaultLanguage())), Value: it.ID})
	}
	return opts
}

func (v *Service) itemLabel(id, lang string) string {
	if it, ok := v.Item(id); ok {
		return it.Label.In(lang, v.DefaultLanguage())
	}
	return id
}

// inMenu takes the choice of an item.
func (st *step) inMenu(in Input) {
	value, ok := chosen(in, st.v.menuOptions(st.s))
	if !ok {
		st.refuseMove(in)
		return
	}
	switch value {
	case optDraft:
		st.goOn()
		return
	case optWaiting:
		st.enter(ModeDrafts)
		return
	}
	it, _ := st.v.Item(value)
	switch it.Kind {
	case ItemForm:
		st.begin(it.ID)
	case ItemStatus:
		st.enter(ModeStatusAsk)
	case ItemLanguage:
		st.enter(ModeLanguage)
	case ItemContinue:
		if st.s.Aside.Claims.locked(st.env.Now) {
			st.refuseClaim(MsgCheckLocked)
			return
		}
		st.enter(ModeClaim)
	}
}

// resumeOptions are what to do with an unfinished form. A service without a
// menu offers here what others have there.
func (v *Service) resumeOptions(s *Session) []Option {
	opts := []Option{
		{Label: Message(MsgResumeContinue), Value: optContinue},
		{Label: Message(MsgResumeStartOver), Value: optOver},
	}
	if v.Start == "" {
		return append(opts, Option{Label: Message(MsgResumeMenu), Value: optMenu})
	}
	opts = append(opts, Option{Label: Message(MsgResumeAnother), Value: optAnother})
	if waiting, some := waitingOption(s); some {
		opts = append(opts, waiting)
	}
	return opts
}

// anotherOptions are what to do when the form in progress was chosen anew: one
// phone may register several people.
func (v *Service) anotherOptions() []Option {
	return []Option{
		{Label: Message(MsgResumeContinue), Value: optContinue},
		{Label: Message(MsgResumeAnother), Value: optAnother},
		{Label: Message(MsgResumeMenu), Value: optMenu},
	}
}

// inResume takes what to do with an unfinished form.
func (st *step) inResume(in Input) {
	value, ok := chosen(in, st.v.resumeOptions(st.s))
	if !ok {
		st.refuseMove(in)
		return
	}
	st.resumed(value)
}

// inAnother takes whether the form chosen is for somebody else.
func (st *step) inAnother(in Input) {
	value, ok := chosen(in, st.v.anotherOptions())
	if !ok {
		st.refuseMove(in)
		return
	}
	st.resumed(value)
}

func (st *step) resumed(value string) {
	switch value {
	case optContinue:
		st.goOn()
	case optOver:
		st.startOver()
	case optAnother:
		it, ok := st.v.Item(st.s.Item)
		if !ok || it.Form == nil {
			st.begin(st.s.Item)
			return
		}
		st.park()
		st.create(it)
	case optWaiting:
		st.enter(ModeDrafts)
	default:
		st.enter(ModeMenu)
	}
}

// inStatus takes a reference.
func (st *step) inStatus(in Input) {
	a, ok := in.(Answer)
	if !ok {
		st.home()
		return
	}
	st.result.Need = Need{Kind: NeedStatus, Ref: a.Value}
}

// told says what is known under a reference.
func (st *step) told(status Status) {
	if status.State == "" {
		st.say(Message(MsgStatusNotFound))
		return
	}
	st.enter(ModeMessage)
	st.s.Said = status.Phrase()
}

// refuseMove answers an input that the screen did not ask for: Back and Home
// lead home, anything else is asked again.
func (st *step) refuseMove(in Input) {
	switch in.(type) {
	case Back, Home:
		if st.s.Mode == ModeLanguage && st.s.Lang == "" {
			return
		}
		st.home()
	default:
		st.say(Message(MsgNotOffered))
	}
}

// chosen is the value of the option that the input takes.
func chosen(in Input, opts []Option) (string, bool) {
	c, ok := in.(Choose)
	if !ok || c.Index < 0 || c.Index >= len(opts) {
		return "", false
	}
	return opts[c.Index].Value, true
}
