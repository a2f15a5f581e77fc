import type { LayersConfig } from './layers-config.ts';

const because =
  'What fails is logged. If logging itself needs what has failed, it is asked again for each line about its failure, without end.';

/** The ready rule: logging must not reach flags, network clients or the database. By the names that people give to such files, and the packages that many use. */
export const defaultLayers: LayersConfig = {
  layers: {
    logging: [
      '**/{log,logs,logger,loggers,logging}/**',
      '**/{log,logs,logger,loggers,logging}.*',
      '**/*{-,_,.}{log,logger,logging}.*',
      '**/*Logger.*',
    ],
    flags: [
      '**/{flag,flags,feature-flag,feature-flags,featureFlags,feature_flags,toggles}/**',
      '**/{flag,flags,feature-flag,feature-flags,featureFlags,feature_flags,toggles}.*',
      '**/*{-,_,.}{flag,flags,toggles}.*',
      '**/*{Flag,Flags}.*',
      'npm:@openfeature/*',
      'npm:@launchdarkly/*',
      'npm:launchdarkly-*',
      'npm:unleash-client',
      'npm:@growthbook/*',
      'npm:flagsmith*',
      'npm:@splitsoftware/*',
      'npm:configcat-*',
      'npm:posthog-node',
    ],
    network: [
      ...['http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns'].map((name) => `node:${name}`),
      ...[
        'undici',
        'axios',
        'got',
        'ky',
        'node-fetch',
        'cross-fetch',
        'superagent',
        'request',
        'ws',
        'socket.io-client',
      ],
      ...['@grpc/*', 'memjs', 'memcached', 'memcache', 'memcache-client', 'ioredis', 'redis', '@redis/*', 'iovalkey'],
      ...[
        'bullmq',
        'bull',
        'amqplib',
        'rhea',
        'kafkajs',
        'nats',
        'mqtt',
        'nodemailer',
        '@aws-sdk/*',
        '@google-cloud/*',
      ],
    ].map((name) => (name.startsWith('node:') ? name : `npm:${name}`)),
    database: [
      '**/{db,database,databases}/**',
      '**/{db,database}.*',
      ...[
        'pg',
        'pg-*',
        'postgres',
        'mysql',
        'mysql2',
        'mariadb',
        'sqlite3',
        'better-sqlite3',
        'mongodb',
        'mongoose',
      ].map(npm),
      ...['@prisma/*', 'knex', 'sequelize', 'typeorm', 'drizzle-orm', 'mssql', 'oracledb', 'cassandra-driver'].map(npm),
      ...['@elastic/elasticsearch', '@clickhouse/client', '@duckdb/*'].map(npm),
      'node:sqlite',
    ],
  },
  rules: ['flags', 'network', 'database'].map((to) => ({
    name: `logging-must-not-reach-${to}`,
    from: 'logging',
    to,
    why: because,
  })),
  ignore: ['**/{test,tests,__tests__,__mocks__}/**', '**/*.{test,spec}.*', '**/{dist,build,coverage}/**', '**/*.d.ts'],
};

function npm(name: string): string {
  return `npm:${name}`;
}
