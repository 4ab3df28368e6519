import { ownName } from '../../service/base.ts'
import { memoryShelves } from './memory-shelves.ts'
import type { Shelf, Shelves } from './shelves.ts'

const stores = ['drafts', 'outbox'] as const

/** Opens what this device keeps. Falls back to memory where the browser refuses: the work goes on, but does not last. */
export async function openShelves(): Promise<Shelves> {
  try {
    const database = await Promise.race([open(), tooLate()])
    return {
      drafts: shelf(database, 'drafts'),
      outbox: shelf(database, 'outbox'),
      lasting: true,
      async clear() {
        const transaction = database.transaction(stores, 'readwrite')
        for (const name of stores) transaction.objectStore(name).clear()
        await committed(transaction)
      },
    }
  } catch {
    return memoryShelves()
  }
}

/** Some browsers never answer, after a crash of their storage. The work must not wait for them. */
function tooLate(): Promise<never> {
  return new Promise((_, reject) => setTimeout(reject, 2000, new Error('no storage within 2 s')))
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(ownName('whisker-work'), 1)
    request.onupgradeneeded = () => {
      for (const name of stores) request.result.createObjectStore(name, { keyPath: 'id' })
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
    request.onblocked = () => reject(new Error('blocked'))
  })
}

function shelf<T extends { id: string }>(database: IDBDatabase, name: (typeof stores)[number]): Shelf<T> {
  return {
    all: () =>
      new Promise((resolve, reject) => {
        const request = database.transaction(name).objectStore(name).getAll()
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      }),
    put(thing) {
      const transaction = database.transaction(name, 'readwrite')
      transaction.objectStore(name).put(thing)
      return committed(transaction)
    },
    remove(id) {
      const transaction = database.transaction(name, 'readwrite')
      transaction.objectStore(name).delete(id)
      return committed(transaction)
    },
  }
}

function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error)
    transaction.onerror = () => reject(transaction.error)
  })
}
