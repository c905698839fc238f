// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// State is whether a submission is finished.
type State string

// States of a submission.
const (
	Draft     State = "draft"
	Submitted State = "submitted"
)

// Submission writes what has been answered as Form.io posts it: data, metadata
// and state. The OpenG2P portal takes the data alone; see [Data].
func Submission(in *forms.Instance, state State) []byte {
	o := jsvalue.NewObject()
	o.Set("data", Data(in))
	o.Set("metadata", metadata(in.Env()))
	o.Set("state", string(state))
	return jsvalue.Append(nil, o)
}

// metadata says where and how a submission was made: the zone by name, and
// minutes east of UTC.
func metadata(env forms.Env) *jsvalue.Object {
	o := jsvalue.NewObject()
	_, seconds := env.Now.Zone()
	o.Set("timezone", env.Now.Location().String())
	o.Set("offset", float64(seconds/60))
	if env.Lang != "" {
		o.Set("language", env.Lang)
	}
	return o
}
