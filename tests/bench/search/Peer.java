// SPDX-License-Identifier: GPL-3.0-or-later
import java.lang.management.ManagementFactory;
import java.nio.file.*;
import java.util.*;
import org.apache.lucene.analysis.*;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.*;
import org.apache.lucene.index.*;
import org.apache.lucene.search.*;
import org.apache.lucene.store.*;

/** The peer Lucene: each word, near misses of it, and the last word as a beginning, in title and body. */
public class Peer {
  static final int HITS = 100;

  static List<String> analyse(Analyzer analyzer, String text) throws Exception {
    List<String> words = new ArrayList<>();
    try (TokenStream stream = analyzer.tokenStream("body", text)) {
      stream.reset();
      while (stream.incrementToken()) words.add(stream.getAttribute(CharTermAttribute.class).toString());
      stream.end();
    }
    return words;
  }

  static Query makeQuery(Analyzer analyzer, String text) throws Exception {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    List<String> words = analyse(analyzer, text);
    String[] typed = text.toLowerCase().split("[^\\p{L}\\p{N}]+");
    for (String field : new String[] {"title", "body"}) {
      float boost = field.equals("title") ? 4 : 1;
      for (String word : words) {
        Term term = new Term(field, word);
        int edits = word.length() < 3 ? 0 : word.length() < 6 ? 1 : 2;
        all.add(new BoostQuery(new TermQuery(term), boost), BooleanClause.Occur.SHOULD);
        if (edits > 0)
          all.add(new BoostQuery(new FuzzyQuery(term, edits, 1), boost / 2), BooleanClause.Occur.SHOULD);
      }
      if (typed.length > 0 && typed[typed.length - 1].length() > 1)
        all.add(new BoostQuery(new PrefixQuery(new Term(field, typed[typed.length - 1])), boost / 2),
            BooleanClause.Occur.SHOULD);
    }
    return all.build();
  }

  public static void main(String[] args) throws Exception {
    Analyzer analyzer = args[0].equals("de") ? new GermanAnalyzer()
        : args[0].equals("fr") ? new FrenchAnalyzer() : new EnglishAnalyzer();
    ByteBuffersDirectory directory = new ByteBuffersDirectory();
    try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analyzer))) {
      for (String line : Files.readAllLines(Paths.get(args[1]))) {
        String[] columns = line.split("\t", 3);
        if (columns.length < 3) continue;
        Document document = new Document();
        document.add(new StoredField("key", columns[0]));
        document.add(new TextField("title", columns[1], Field.Store.NO));
        document.add(new TextField("body", columns[2], Field.Store.NO));
        writer.addDocument(document);
      }
    }
    IndexSearcher searcher = new IndexSearcher(DirectoryReader.open(directory));
    List<String> queries = Files.readAllLines(Paths.get(args[2]));
    for (int round = 0; round < 2; round++) {
      StringBuilder out = new StringBuilder();
      for (String query : queries) {
        long begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        List<String> keys = new ArrayList<>();
        for (ScoreDoc hit : searcher.search(makeQuery(analyzer, query), HITS).scoreDocs)
          keys.add(searcher.doc(hit.doc).get("key"));
        long used = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun;
        out.append(used / 1000.0).append(keys.isEmpty() ? "" : "\t" + String.join("\t", keys)).append('\n');
      }
      if (round == 1) System.out.print(out); // the first round warms the compiler up
    }
    long size = 0;
    for (String name : directory.listAll()) size += directory.fileLength(name);
    System.err.printf(Locale.ROOT, "%.1f MB%n", size / 1e6);
  }
}
