import { DatabaseSync } from 'node:sqlite';
import { prose } from './prose.ts';
import { randomOf } from './random-of.ts';

/** Makes the SQLite file with so many pull requests of these repositories. Each description has 150 words. */
export function makePullRequestTable(path: string, repositories: readonly string[], count: number): void {
  const database = new DatabaseSync(path);
  database.exec(
    `PRAGMA journal_mode = off;
     CREATE TABLE pull_request (number INTEGER PRIMARY KEY, repository TEXT, title TEXT, author TEXT, description TEXT);
     CREATE INDEX by_repository ON pull_request (repository, number);
     BEGIN`,
  );
  const insert = database.prepare('INSERT INTO pull_request VALUES (?, ?, ?, ?, ?)');
  const random = randomOf(count);
  // Of a hundred descriptions each one is used again and again: making them all anew would take longer than the rest of the example's start.
  const descriptions = Array.from({ length: 100 }, () => prose(random, 150));
  for (let number = 1; number <= count; number++) {
    const repository = repositories[number % repositories.length] ?? '';
    insert.run(number, repository, prose(random, 5), prose(random, 1), descriptions[number % 100] ?? '');
  }
  database.exec('COMMIT');
  database.close();
}
