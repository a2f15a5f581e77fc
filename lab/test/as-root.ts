import process from 'node:process';
import { findMissing } from '../needs/needs.ts';

const { forAll } = await findMissing(process.getuid?.() === 0);

/** Tests that play stories are skipped where none can be played, and say why. */
export const asRoot = { skip: forAll.length > 0 && forAll.join('; ') };
