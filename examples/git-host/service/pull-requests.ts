import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';

type Row = Record<string, SQLOutputValue>;

/** The table of pull requests. Asked for a number it answers from the index; searched, it reads every description there is. */
export class PullRequests {
  readonly #database: DatabaseSync;
  readonly #one;
  readonly #newest;
  readonly #best;

  /** @param path of the SQLite file */
  constructor(path: string) {
    this.#database = new DatabaseSync(path, { readOnly: true });
    this.#one = this.#database.prepare('SELECT * FROM pull_request WHERE number = ?');
    this.#newest = this.#database.prepare(
      'SELECT number, title, author FROM pull_request WHERE repository = ? ORDER BY number DESC LIMIT 20',
    );
    this.#best = this.#database.prepare(
      `SELECT number, title, author, length(description) - length(replace(lower(description), ?, '')) AS score
       FROM pull_request ORDER BY score DESC, number DESC LIMIT 20`,
    );
  }

  one(number: number): Row | undefined {
    return this.#one.get(number);
  }

  newestOf(repository: string): Row[] {
    return this.#newest.all(repository);
  }

  /** Those that hold the word most often. No index helps to find a word in the middle of a text, so this takes all the table, and the event loop waits. */
  search(word: string): Row[] {
    return this.#best.all(word.toLowerCase());
  }

  close(): void {
    this.#database.close();
  }
}
