// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"slices"
	"strings"
	"sync"

	"github.com/nyaruka/phonenumbers"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio/jsvalue"
	"github.com/dialform/dialform/forms/formio/process"
)

// A phone number stays as it is typed; Form.io knows no shape for it but a mask.
// A mask is all the check there is then, unless the component names a country. A
// number without a mask must be one of its country, or one with a + of any:
//
//  1. the country that the component names,
//  2. the country of the phone that the person answers on,
//  3. the country of the time zone of the service.
//
// Without any of these it must look like a number.

// phone is what is wrong with the numbers in a value.
func phone(in *forms.Instance, c *jsvalue.Object, value jsvalue.Value) []process.Fault {
	country := countryOf(c)
	if country == "" && (text(c, "inputMask") != "" || is(c, "allowMultipleMasks")) {
		return nil
	}
	if country == "" {
		country = around(in.Env())
	}
	numbers := []jsvalue.Value{value}
	if many, ok := value.(*jsvalue.Array); ok {
		numbers = many.Items
	}
	for _, v := range numbers {
		if s, ok := v.(string); ok && s != "" && !dialable(s, country) {
			return []process.Fault{{Rule: "phoneNumber", Key: "invalid_phone", Path: process.Key(c)}}
		}
	}
	return nil
}

// countryOf is the country that a component names, by its ISO 3166 code.
func countryOf(c *jsvalue.Object) string {
	for _, path := range []string{"defaultCountry", "country", "validate.country", "properties.country"} {
		if s, ok := jsvalue.Get(c, path).(string); ok && len(s) == 2 {
			return strings.ToUpper(s)
		}
	}
	return ""
}

// around is the country where a form is answered, "" where that cannot be told.
func around(env forms.Env) string {
	if own := strings.TrimPrefix(env.PhoneNumber, "+"); own != "" {
		if n, err := phonenumbers.Parse("+"+own, ""); err == nil && phonenumbers.IsValidNumber(n) {
			return phonenumbers.GetRegionCodeForNumber(n)
		}
	}
	return zones()[env.Now.Location().String()]
}

// zones are the countries by time zone. Every country has an example of a number,
// and every number a zone.
var zones = sync.OnceValue(func() map[string]string {
	found := make(map[string]string)
	var regions []string
	for region := range phonenumbers.GetSupportedRegions() {
		regions = append(regions, region)
	}
	slices.Sort(regions) // some countries share a zone: the same one wins every time
	for _, region := range regions {
		names, err := phonenumbers.GetTimezonesForNumber(phonenumbers.GetExampleNumber(region))
		if err != nil || len(names) != 1 {
			continue
		}
		if _, taken := found[names[0]]; !taken {
			found[names[0]] = region
		}
	}
	return found
})

// dialable reports whether a text is a number of a country, or of any if it begins
// with +.
func dialable(s, country string) bool {
	if country == "" && !strings.HasPrefix(strings.TrimSpace(s), "+") {
		digits := 0
		for _, r := range s {
			if r >= '0' && r <= '9' {
				digits++
			}
		}
		return digits >= 5 && digits <= 15 // E.164 allows 15
	}
	n, err := phonenumbers.Parse(s, country)
	return err == nil && phonenumbers.IsValidNumber(n)
}
