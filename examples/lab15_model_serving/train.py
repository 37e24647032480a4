"""Train the model: 300 trees learn from 105 of the 150 irises that Fisher published in 1936, and are tried on the other 45."""

from iris import MODEL, save
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, classification_report
from sklearn.model_selection import train_test_split

SEED = 1234

flowers = load_iris()
known, unknown, species, right = train_test_split(flowers.data, flowers.target, test_size=0.3, random_state=SEED)
model = RandomForestClassifier(n_estimators=300, random_state=SEED).fit(known, species)
answers = model.predict(unknown)
print(f"accuracy {accuracy_score(right, answers):.3f}")
print(classification_report(right, answers, target_names=flowers.target_names))
save(model)
print(f"The model is in {MODEL}.")
