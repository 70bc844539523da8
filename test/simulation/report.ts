import { deliver } from '../../src/spike/delivery.ts';
import type { Webhook } from '../../src/spike/webhook.ts';
import { type Phase, runPhase, type Surroundings, wait } from './action.ts';
import { createChance } from './chance.ts';
import type { Ledger, Teller } from './ledger.ts';

/** Who reports, and by which phase of the action. */
export type Report = { phase: Phase; teller: Omit<Teller, 'askedAt'> };

/** Where Spike is, and when it is away. */
export type Service = { ledger: Ledger; isAway: () => boolean };

/** Seconds that all look-ups share. */
const LONGEST = 5;

/**
 * Runs the phase and carries its message to Spike by the action's own law: now and then a request is refused, or it
 * is taken and only its answer is lost, so that it comes twice. Gives whether the message was lost in the end.
 */
export async function report(
  { phase, teller }: Report,
  service: Service,
  surroundings: Surroundings,
): Promise<boolean> {
  const { clock } = surroundings;
  const askedAt = clock.now();
  const message = await runPhase(phase, surroundings);
  const seconds = (clock.now() - askedAt) / 1000;
  if (seconds > LONGEST) throw new Error(`${phase.name} kept the alert waiting for ${seconds} s.`);
  if (message === undefined) return false;
  const chance = createChance(`the delivery of ${phase.name}`);
  const post: Webhook['post'] = async (payload, { limits }) => {
    const fate = chance();
    await wait(clock, 50 + 250 * chance());
    if (service.isAway() || fate < 0.03) return { kind: 'answered', status: 503, text: '' };
    service.ledger.take({ title: message.title, payload }, { ...teller, askedAt });
    if (fate > 0.06) return { kind: 'answered', status: 200, text: '{ "Ok": true }' };
    await wait(clock, limits.attempt);
    return { kind: 'failed', problem: 'no answer', retry: true };
  };
  const ignore = () => undefined;
  const means = { clock, random: chance, hurry: new AbortController().signal, retrying: ignore };
  const webhook = { post, redact: (text: string) => text };
  return (await deliver(webhook, { text: message.payload, timeout: 60_000, means })).kind === 'lost';
}
