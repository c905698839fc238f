// SPDX-License-Identifier: Apache-2.0

package native

import "github.com/dialform/dialform/forms"

// Keys are the keys of each object of a form, in their order.
func Keys() map[string][]string {
	c := &codec{}
	return map[string][]string{
		"form":     keysOf(c.definition(&forms.Definition{})),
		"question": keysOf(c.question(&forms.NodeDef{})),
		"shown":    keysOf(c.shown(&forms.OutlineDef{})),
		"instance": keysOf(c.instance(&forms.GivenDef{})),
		"words":    formKeys,
		"piece":    keysOf(c.piece(&forms.Piece{})),
		"offer":    keysOf(c.offer(&forms.ChoicesDef{})),
		"item":     keysOf(c.item(&forms.ItemDef{}, nil)),
		"list":     keysOf(c.list("", &forms.ListDef{})),
		"dataset":  keysOf(c.dataset("", &forms.DatasetDef{})),
		"action":   keysOf(c.action(&forms.ActionDef{})),
	}
}

// Words are the words that stand under a key of an object, "object/key".
func Words() map[string][]string {
	return map[string][]string{
		"question/type": typeWords, "question/data": dataWords, "question/control": controlWords,
		"question/sensor": sensorWords, "form/origin": originWords, "event": eventWords,
	}
}
