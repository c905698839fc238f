// SPDX-License-Identifier: Apache-2.0

package xform

import (
	"maps"
	"strconv"

	"github.com/dialform/dialform/forms"
)

// body writes the controls in the order in which the form is shown.
func (f *formWriter) body() {
	if f.def.Outline == nil {
		f.controls(f.root)
		return
	}
	f.outlined(f.def.Outline, f.root)
}

// outlined writes parts of the outline that are shown in a node.
func (f *formWriter) outlined(items []*forms.OutlineDef, around *formNode) {
	for _, item := range items {
		if item.Node == "" {
			f.banner(item, around)
			continue
		}
		n := f.paths[item.Node]
		if n == nil {
			f.fail("the outline shows %q, which is not in the form", legal(item.Node))
			continue
		}
		f.control(n, func() { f.outlined(item.Items, n) })
	}
}

// banner writes a group that is no node.
func (f *formWriter) banner(item *forms.OutlineDef, around *formNode) {
	depth := len(f.x.stack)
	f.x.open("group")
	all := maps.Clone(item.Body)
	if item.Appearance != "" {
		if all == nil {
			all = map[string]string{}
		}
		all["appearance"] = item.Appearance
	}
	f.attributes(all)
	if hasText(item.Label) {
		f.labelled("label", item.Label, f.banners[item], around)
	}
	f.outlined(item.Items, around)
	f.x.closeTo(depth)
}

// bannerTexts collects the labels of groups that are no nodes.
func (f *formWriter) bannerTexts(items []*forms.OutlineDef, around *formNode) {
	for _, item := range items {
		inner := around
		if item.Node == "" {
			f.banners[item] = "outline-" + strconv.Itoa(len(f.banners)+1) + ":label"
			if inItext(item.Label) {
				f.put(f.banners[item], item.Label, around)
			}
		} else if n := f.paths[item.Node]; n != nil {
			inner = n
		}
		f.bannerTexts(item.Items, inner)
	}
}
