// Runs only where something failed before the first step, and does nothing: that it runs at all makes the runner
// register the post phase, which reports the failure (`ActionRunner.cs` in actions/runner).
export {};
