import process from 'node:process';

/** An environment in which servers are found: Debian keeps them where not everybody's PATH leads. */
export const withSbin = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };
