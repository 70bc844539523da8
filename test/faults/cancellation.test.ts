import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startClock } from './clock.ts';
import { DELAYS, FAULTS, LATER } from './faults.ts';
import { type Service, startService } from './server.ts';
import { createRandom, runStep } from './step.ts';

const TITLE = 'CI / build in acme/shop';
describe('a step that is told to hurry', () => {
  test('sends what it waited to send at once', async () => {
    await using clock = await startClock();
    await using service = await startService({ clock });
    service.fail([LATER]);
    const hurry = new AbortController();
    const start = clock.now();
    clock.after(2_000, () => hurry.abort(6_000));
    const token = `http://127.0.0.1:${service.port}/token/push-events`;
    await clock.finish(runStep({ clock, hurry: hurry.signal, inputs: { token, status: 'create' } }));
    expect(clock.now() - start).toBe(2_000);
    expect(listOpen(service)).toEqual([TITLE]);
  });

  test('ends in the time that it is given, whenever and whatever is under way, and loses nothing in silence', {
    timeout: 120_000,
  }, async () => {
    const faults = [...FAULTS, ...DELAYS].filter(({ name }) => !name.includes('10 MB'));
    const story = fc.record({
      passing: fc.array(fc.constantFrom(...faults), { maxLength: 5 }),
      lasting: fc.option(fc.constantFrom(...faults)),
      moment: fc.integer({ min: 0, max: 60_000 }),
      left: fc.constantFrom(6_000, 1_500, 1),
      verb: fc.constantFrom('create', 'resolve'),
      seed: fc.nat(),
    });
    const live = async ({ passing, lasting, moment, left, verb, seed }: StoryOf<typeof story>) => {
      await using clock = await startClock();
      await using service = await startService({ clock });
      service.incidents.push('token', { title: TITLE, body: '', ...(verb === 'create' && { status: 'resolve' }) });
      service.fail(lasting ?? passing);
      const hurry = new AbortController();
      const end = clock.now() + moment + left;
      if (moment === 0) hurry.abort(left);
      else clock.after(moment, () => hurry.abort(left));
      const token = `http://127.0.0.1:${service.port}/token/push-events`;
      const { annotations, outputs } = await clock.finish(
        runStep({ clock, hurry: hurry.signal, random: createRandom(seed), inputs: { token, status: verb } }),
      );
      expect(clock.now()).toBeLessThanOrEqual(end);
      const isTrue = (listOpen(service).length === 1) === (verb === 'create');
      const isSaid = annotations.some(({ level }) => level !== 'notice');
      expect(isTrue || isSaid).toBe(true);
      expect(annotations.some(({ level }) => level === 'error')).toBe(outputs.delivered === 'false');
    };
    await fc.assert(fc.asyncProperty(story, live), { numRuns: 200, seed: 1 });
  });
});

type StoryOf<Arbitrary> = Arbitrary extends fc.Arbitrary<infer Story> ? Story : never;

function listOpen(service: Service): string[] {
  return service.incidents.open().map(({ title }) => title);
}
