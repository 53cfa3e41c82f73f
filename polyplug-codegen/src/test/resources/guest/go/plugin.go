package main

import (
	"errors"
	"fmt"
	"sync/atomic"
)

// What the author of a bundle with everything would write.
type everyType struct{}

func newEveryType() EveryType {
	return &everyType{}
}

func (g *everyType) Scalars(a uint8, b int8, c uint16, d int16, e uint32, f int32, gg uint64, h int64, i float32, j float64, k bool, l uintptr) (Scalars, error) {
	return Scalars{a, b, c, d, e, f, gg, h, i, j, k, l}, nil
}

func (g *everyType) EchoText(text string) (string, error) {
	return text, nil
}

func (g *everyType) EchoBytes(bytes []byte) ([]byte, error) {
	return bytes, nil
}

func (g *everyType) Mirror(line Line) (Line, error) {
	k, err := g.Level(line.K)
	return Line{line.B, k, line.A, line.Access}, err
}

func (g *everyType) Remix(mixed Mixed) (Mixed, error) {
	mixed.Small++
	mixed.On = !mixed.On
	mixed.Medium++
	mixed.Large++
	mixed.Text += "!"
	mixed.Point = Point{mixed.Point.X + 1, mixed.Point.Y + 1}
	mixed.Address++
	colour, err := g.Colour(mixed.Colour)
	mixed.Colour = colour
	return mixed, err
}

func (g *everyType) Colour(colour Colour) (Colour, error) {
	if colour == ColourRed {
		return ColourBlue, nil
	}
	return ColourRed, nil
}

func (g *everyType) Level(level Level) (Level, error) {
	if level == LevelLow {
		return LevelHigh, nil
	}
	return LevelLow, nil
}

func (g *everyType) Unit(unit Unit) (Unit, error) {
	if unit == UnitMetre {
		return UnitLightYear, nil
	}
	return UnitMetre, nil
}

func (g *everyType) Big(big Big) (Big, error) {
	if big == BigOne {
		return BigTop, nil
	}
	return BigOne, nil
}

func (g *everyType) Toggle(access, with Access) (Access, error) {
	if access.Contains(with) {
		return access ^ with, nil
	}
	return access | with, nil
}

func (g *everyType) Cat(first string, n uint8, second string) ([]byte, error) {
	return append(append([]byte(first), n), second...), nil
}

func (g *everyType) Nothing() error {
	Log(LogInfo, "nothing, 1 times")
	return nil
}

func (g *everyType) Fail(code uint32, why string) error {
	message := "because of " + why
	if code == 1 {
		return errors.New(message)
	}
	if code == 3 {
		panic(message)
	}
	return GuestError{code, message}
}

func (g *everyType) Now() (int64, error) {
	clock, err := FindClock()
	if err != nil {
		return 0, err
	}
	now, err := clock.Now()
	return now + 1, err
}

func (g *everyType) Zoned(at int64, zone string) (string, error) {
	clock, err := FindClock()
	if err != nil {
		return "", err
	}
	zoned, err := clock.Zoned(at, zone)
	return "<" + zoned + ">", err
}

func (g *everyType) Noted(mixed Mixed) (Mixed, error) {
	notes, err := FindNotes()
	if err != nil {
		return mixed, err
	}
	defer ReleaseNotes(notes)
	return notes.Note(mixed)
}

func (g *everyType) Joined(text string, bytes []byte) ([]byte, error) {
	notes, err := FindNotes()
	if err != nil {
		return nil, err
	}
	defer ReleaseNotes(notes)
	return notes.Join(text, bytes)
}

func (g *everyType) Recovered() (string, error) {
	notes, err := FindNotes()
	if err == nil {
		defer ReleaseNotes(notes)
		err = notes.Forget()
	}
	var failure GuestError
	if errors.As(err, &failure) {
		return fmt.Sprint(failure.Code), nil
	}
	return "nothing to recover from", nil
}

func (g *everyType) While(register, class, call int32) (int32, error) {
	return register + class*call, nil
}

type counter struct {
	count atomic.Int64
}

func newCounter() Counter {
	return &counter{}
}

func (c *counter) Increment(by int32) (int64, error) {
	return c.count.Add(int64(by) * 1), nil
}
