// SPDX-License-Identifier: Apache-2.0

package calendar

// EthiopianHour is the hour, 0 to 23, of an hour of the Ethiopian clock, which
// counts 12 hours from dawn (6:00) and 12 from dusk. It returns false for an
// hour that is not from 1 to 12.
func EthiopianHour(hour int, night bool) (int, bool) {
	if hour < 1 || hour > 12 {
		return 0, false
	}
	hour = hour%12 + 6
	if night {
		hour = (hour + 12) % 24
	}
	return hour, true
}
